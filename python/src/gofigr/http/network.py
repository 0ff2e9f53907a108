"""Finds proxies and trusted certificates in the environment as `requests` does, and says which setting failed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import ssl
    from urllib.parse import SplitResult

    import urllib3

#: Variables with a file or folder of trusted certificates. The first one replaces the others.
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


#: Help of the option of commands.
CA_HELP = "file or folder of trusted certificates; default: REQUESTS_CA_BUNDLE, SSL_CERT_FILE"
#: File or folder of `trust_only`.
_given: list[str] = []


class NetworkSettingError(Exception):
    """A variable of the network can't be used. The message names it."""


@dataclass(frozen=True)
class Proxy:
    """A proxy and the variable that names it."""

    url: str
    name: str

    @property
    def shown(self) -> str:
        """The address without the password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    @property
    def credentials(self) -> str | None:
        """Username and password for the proxy."""
        parts = urlsplit(self.url)
        if parts.username is None:
            return None
        return f"{unquote(parts.username)}:{unquote(parts.password or '')}"


def proxy_for(url: str) -> Proxy | None:
    """Returns the proxy for an address: of its scheme, else of all schemes, unless `no_proxy` lists the host."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 -- slow to import

    parts = urlsplit(url)
    if not parts.hostname or _is_excepted(parts) or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    for scheme in (parts.scheme, "all"):
        if found := proxies.get(scheme):
            # Without a scheme it is http.
            address = found if "://" in found else f"http://{found}"
            return Proxy(address, _variable(f"{scheme}_proxy"))
    return None


def _variable(name: str) -> str:
    return next((one for one in (name, name.upper()) if os.environ.get(one)), "the system's settings")


def _is_excepted(parts: SplitResult) -> bool:
    """Tells whether `no_proxy` lists the network of an address, or a host with its port."""
    listed = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return any(_is_in_network(host, entry) or entry == f"{host}:{port}" for entry in listed.replace(",", " ").split())


def _is_in_network(host: str, network: str) -> bool:
    if "/" not in network:
        return False
    from ipaddress import ip_address, ip_network  # noqa: PLC0415 -- rare

    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False


def trust_only(path: str | None) -> None:
    """Trusts only the certificates in a file or folder, which `--ca` of a command names. None: those of the environment."""
    _given[:] = [] if path is None else [path]


def certificates_source() -> tuple[str, str] | None:
    """Returns the variable of trusted certificates that counts, or `--ca`, and its file or folder."""
    if _given:
        return "--ca", _given[0]
    return next(((name, os.environ[name]) for name in CA_VARIABLES if os.environ.get(name)), None)


def trusted_certificates() -> ssl.SSLContext:
    """Returns trusted certificates: those of the environment, else of the system, else of certifi if it is installed."""
    import ssl  # noqa: PLC0415 -- 10 ms, and not needed for a server on this computer

    source = certificates_source()
    if source is not None:
        return _certificates_of(*source)
    context = ssl.create_default_context()
    if not context.get_ca_certs():
        try:
            import certifi  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        except ImportError:
            return context
        context.load_verify_locations(certifi.where())
    return context


def _certificates_of(name: str, value: str) -> ssl.SSLContext:
    import ssl  # noqa: PLC0415

    path = Path(value)
    if not path.exists():
        raise NetworkSettingError(f"{name}: {value} doesn't exist.")
    try:
        if not path.is_dir():
            return ssl.create_default_context(cafile=value)
        context = ssl.create_default_context(capath=value)
        # OpenSSL itself finds only files that are named by their hash.
        for file in sorted(path.iterdir()):
            if file.suffix in (".pem", ".crt", ".cer") and file.is_file():
                context.load_verify_locations(file)
    except (ssl.SSLError, OSError) as error:
        raise NetworkSettingError(f"{name}: {value} holds no certificate that can be read.") from error
    return context


def new_pool(proxy: Proxy | None, *, is_secure: bool) -> urllib3.PoolManager:
    """Returns connections for one kind of address."""
    import urllib3  # noqa: PLC0415 -- 80 ms, which `import gofigr` must not cost

    context = trusted_certificates() if is_secure else None
    if proxy is None:
        return urllib3.PoolManager(num_pools=4, maxsize=8, ssl_context=context)
    if urlsplit(proxy.url).scheme not in ("http", "https"):
        raise NetworkSettingError(f"{proxy.name} is no http or https proxy: {proxy.shown}.")
    headers = urllib3.make_headers(proxy_basic_auth=proxy.credentials) if proxy.credentials else None
    secure = trusted_certificates() if proxy.url.startswith("https:") else None
    return urllib3.ProxyManager(
        proxy.url,
        num_pools=4,
        maxsize=8,
        proxy_headers=headers,
        proxy_ssl_context=secure,
        ssl_context=context,
    )


def words(url: str, error: Exception) -> str:
    """Says why no server answered, and which setting may be wrong.

    Shows neither the path, which may hold a token, nor urllib3's text, which repeats the path.
    """
    from urllib3.exceptions import ProxyError  # noqa: PLC0415

    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    proxy = proxy_for(url)
    if isinstance(error, ProxyError) and proxy is not None:
        return f"The proxy {proxy.shown} of {proxy.name} {_proxy_failure(error)}. NO_PROXY lists hosts without a proxy."
    if (refused := _refused_certificate(error)) is not None:
        return f"The certificate of {origin} is not trusted: {refused.verify_message}. {_advice()}"
    return f"No answer from {origin}: {type(error).__name__}."


def _proxy_failure(error: Exception) -> str:
    # The only text of http.client with the status: "Tunnel connection failed: 407 Proxy Authentication Required".
    text = str(getattr(error, "original_error", error))
    if "407" in text:
        return "asks for a username and password"
    return f"refuses: {text}" if text.startswith("Tunnel connection failed") else "does not answer"


def is_final(error: Exception) -> bool:
    """Tells whether trying again can't help: a certificate that is not trusted."""
    return _refused_certificate(error) is not None


def _refused_certificate(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    import ssl  # noqa: PLC0415

    for _ in range(5):
        if error is None:
            return None
        for one in (error, *error.args):
            if isinstance(one, ssl.SSLCertVerificationError):
                return one
        error = error.__cause__ or error.__context__
    return None


def _advice() -> str:
    source = certificates_source()
    if source is None:
        return "Name a file with its authority in REQUESTS_CA_BUNDLE or SSL_CERT_FILE."
    return f"{source[0]} names the trusted ones: {source[1]}."
