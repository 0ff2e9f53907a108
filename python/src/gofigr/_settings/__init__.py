"""Settings of the connection and others: from arguments, `GF_*` variables and the `.gofigr` file."""
