"""The machine: its clock, files and folders, and the settings kept there."""
