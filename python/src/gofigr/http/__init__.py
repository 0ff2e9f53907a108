"""HTTP requests: signed, with time limits, repeated if that is safe, and streamed if they are large."""

from gofigr.http.body import Body, BytesBody, FileBody, JsonBody
from gofigr.http.response import Response
from gofigr.http.session import Session
from gofigr.http.transport import Transport

__all__ = ["Body", "BytesBody", "FileBody", "JsonBody", "Response", "Session", "Transport"]
