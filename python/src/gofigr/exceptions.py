"""Exceptions. Other refusals of the server are a plain `RuntimeError` with the status and the server's text."""


class UnauthorizedError(RuntimeError):
    """The server refused: you don't have the right to do this (HTTP 403)."""


class MethodNotAllowedError(RuntimeError):
    """This kind of object doesn't support the operation (HTTP 405)."""


class ServerUnreachableError(ConnectionError):
    """The server didn't answer: it is down, too slow, or the address is wrong."""
