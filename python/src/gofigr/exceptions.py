"""What can go wrong. Every other refusal of the server is a plain `RuntimeError` with its status and its words."""


class UnauthorizedError(RuntimeError):
    """The server refused: you don't have the right to do this (HTTP 403)."""


class MethodNotAllowedError(RuntimeError):
    """What was asked for can't be done with this kind of object (HTTP 405)."""


class ServerUnreachableError(ConnectionError):
    """No answer: the server is down, too slow, or its address is wrong."""
