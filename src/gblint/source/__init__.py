"""From paths to definitions: finding files, reading them, outlining them, and the comments that silence findings."""
