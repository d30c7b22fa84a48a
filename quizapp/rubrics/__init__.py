"""What an open answer says of a rubric's points: phrases looked for, never meaning understood."""
