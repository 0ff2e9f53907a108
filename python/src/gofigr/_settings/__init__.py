"""Where to connect, as whom, and what else can be set: arguments, `GF_*` variables, the `.gofigr` file."""
