"""HTTP as this package needs it: signed in, with time limits, repeated where that is safe, streamed where it is large."""

from gofigr.http.body import Body, BytesBody, FileBody, JsonBody
from gofigr.http.response import Response
from gofigr.http.session import Session
from gofigr.http.transport import Transport

__all__ = ["Body", "BytesBody", "FileBody", "JsonBody", "Response", "Session", "Transport"]
