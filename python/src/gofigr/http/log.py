"""The logger of this package. By default it shows warnings and errors."""

import logging

LOGGER = logging.getLogger("gofigr")
