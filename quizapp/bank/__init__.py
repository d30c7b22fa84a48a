"""Banks: YAML files of questions, read strictly and checked."""
