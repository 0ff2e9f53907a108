"""Finds secrets by the text around them. `gitleaks.json` has the rules for keys with a form of their own."""

from __future__ import annotations

import re

from gofigr._capture import secret_values as values
from gofigr._capture.secret_commands import COMMAND_RULES
from gofigr._capture.secret_rule import (
    CASELESS,
    ENDS,
    KEY,
    KEY_NAME,
    OTHER,
    PASSWORD,
    PASSWORD_NAME,
    PRIVATE_KEY,
    SECRET_NAME,
    SETS,
    SHOWN,
    SIGNATURE,
    START,
    STRING,
    TOKEN,
    WEAK_NAME,
    Rule,
    assigned,
)

_CALLS = r"(?:GoFigr|configure|HTTP(?:Basic|Digest)Auth|BasicAuth|authenticate|login|Credentials?|AuthHandler)"

RULES: list[Rule] = [
    Rule(
        PRIVATE_KEY,
        r"(?P<value>-----BEGIN (?P<name>[A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?)-----[^-]{0,20000}(?:-{1,3}(?!-)[^-]{0,20000}){0,20}-----END (?P=name)-----)",
        ("private key-----", "private key block-----"),
        values.is_given,
        reach=21_000,
    ),
    # Authorization: Token abc, "Authorization": "Bearer abc", -H 'Authorization: Basic abc'
    Rule(
        TOKEN,
        r"""(?:proxy-)?authorization\\?["']?\s{0,40}(?:[\]:=,>]\s{0,40}){1,5}(?:[rbuf]{0,2}\\?["'])?(?:token|bearer|basic|digest|negotiate)\s+(?P<value>[^\s"'\\,;)}]+)""",
        ("authorization",),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    Rule(
        TOKEN,
        r"""(?:proxy-)?authorization\\?["']?\s{0,40}(?:[\]:=,>]\s{0,40}){1,5}(?:[rbuf]{0,2}\\?["'])?(?P<value>[^\s"'\\,;)}]+)""",
        ("authorization",),
        values.is_mixed_password,
        flags=re.IGNORECASE,
    ),
    Rule(
        TOKEN, r"\bbearer\s+(?P<value>[A-Za-z0-9+/_.=~-]{16,2000})", ("bearer",), values.is_token, flags=re.IGNORECASE
    ),
    Rule(
        PASSWORD, r"\bbasic\s+(?P<value>[A-Za-z0-9+/]{8,2000}={0,2})", ("basic",), values.is_basic, flags=re.IGNORECASE
    ),
    # Cookie: session=…
    Rule(
        TOKEN,
        r"(?:[\"']|\b)(?:set-)?cookie:\s?(?P<value>[^\n\"';]{1,60}=[^\n\"']{8,4000})",
        ("cookie",),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    # https://user:password@host and https://token@host; the scheme stays.
    Rule(
        PASSWORD,
        r"\b[a-z][a-z0-9+.-]{0,30}://(?P<value>[^\s/@:\"'<>]{0,200}:[^\s/\"'<>]{1,500})@",
        ("://",),
        values.is_login,
        flags=re.IGNORECASE,
    ),
    Rule(
        TOKEN,
        r"\b[a-z][a-z0-9+.-]{0,30}://(?P<value>[^\s/@:\"'<>]{8,500})@",
        ("://",),
        values.is_long_key,
        flags=re.IGNORECASE,
    ),
    *assigned(PASSWORD, PASSWORD_NAME, ("pass", "pwd"), values.is_password),
    *assigned(KEY, SECRET_NAME, ("secret",), values.is_key),
    *assigned(KEY, KEY_NAME, ("key", "token", "appid", "sessionid"), values.is_key),
    *assigned(TOKEN, WEAK_NAME, ("token", "credential", "secret", "jwt"), values.is_token),
    Rule(PASSWORD, rf"""(?<![\w.-])pass{SETS}{STRING}""", ("pass",), values.is_mixed_password, flags=CASELESS),
    Rule(KEY, rf"""(?<![\w.-])key{SETS}{STRING}""", ("key",), values.is_plain_key, flags=CASELESS),
    # aws_secret_access_key=… inside a text.
    Rule(
        KEY,
        rf"""[;"'&][\w.-]{{0,60}}?{KEY_NAME}=(?P<value>[^\s;"'&,()]+)""",
        ("key=", "token="),
        values.is_token,
        flags=re.IGNORECASE,
    ),
    # GoFigr("me", "password"), auth=("me", "password"): masks the second text.
    Rule(
        PASSWORD,
        rf"""(?:\b{_CALLS}\(|\b(?:\w{{1,20}}_)?auth\s{{0,9}}=\s{{0,9}}[(\[])\s{{0,200}}{OTHER}\s{{0,9}},\s{{0,200}}{STRING}""",
        ("auth", "login", "gofigr", "configure", "credential"),
        values.is_given,
        flags=re.DOTALL,
    ),
    # The password of connect(…) is its second text, that of FTP(…) its third one.
    Rule(
        PASSWORD,
        rf"""\bconnect\(\s{{0,40}}{OTHER}\s{{0,9}},\s{{0,40}}{STRING}(?=\s{{0,9}},\s{{0,40}}["'])""",
        ("connect(",),
        values.is_mixed_password,
        flags=re.DOTALL,
    ),
    Rule(
        PASSWORD,
        rf"""\b(?:FTP|FTP_TLS|database|SMB\w{{0,20}})\(\s{{0,40}}{OTHER}\s{{0,9}},\s{{0,40}}{OTHER}\s{{0,9}},\s{{0,40}}{STRING}""",
        ("ftp", "database(", "smb"),
        values.is_password,
    ),
    # Two names and two values: USER, PASSWORD = …
    Rule(
        PASSWORD,
        rf"""\w\s{{0,9}},\s{{0,9}}{PASSWORD_NAME}\s{{0,9}}=\s{{0,9}}{OTHER}\s{{0,9}},\s{{0,9}}{STRING}""",
        ("pass", "pwd"),
        values.is_password,
        flags=CASELESS,
    ),
    # The only argument of functions such as `census_api_key` and `add_app_token`.
    Rule(
        KEY,
        rf"""(?:api_?key|_token|Fernet|Census|send_keys|\blogin|\b(?:bot|client|discord)\.run)\(\s{{0,40}}{STRING}""",
        ("key(", "token(", "fernet(", "census(", "send_keys(", "login(", "run("),
        values.is_token,
        flags=CASELESS,
    ),
    Rule(
        PASSWORD,
        rf"""password["'][^\n]{{0,20}}\)\.send_keys\(\s{{0,9}}{STRING}""",
        ("send_keys(",),
        values.is_given,
        flags=CASELESS,
    ),
    # Client("AC…", "…") of Twilio.
    Rule(KEY, rf"""\bAC[0-9a-f]{{32}}["']\s{{0,9}},\s{{0,40}}{STRING}""", ("ac",), values.is_token),
    # A string for a database: dbname=x password=…, UID=me;PWD=…
    Rule(
        PASSWORD,
        r"""\b[\w.]{1,60}=[^\s=,;'"()]{1,200}[ ;]\s?(?:password|passwd|pwd)=(?P<value>[^\s"'(]{1,200}(?=["'])|[^\s;"'(,]{1,200})""",
        ("password=", "passwd=", "pwd="),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    Rule(
        PASSWORD,
        r"""["'](?:password|passwd|pwd)=(?P<value>[^\s;"'(,]{1,200})[ ;][\w.]{1,60}=""",
        ("password=", "passwd=", "pwd="),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    Rule(
        KEY,
        r"""(?:account|sharedaccess)key=(?P<value>[A-Za-z0-9+/]{20,200}={0,2})""",
        ("accountkey=", "sharedaccesskey="),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    # %env NAME …, export NAME=…, and what prints them.
    Rule(
        PASSWORD,
        rf"""{ENDS}(?:\w{{0,30}}PASSWORD|PASSWD|PASSPHRASE|PASS|(?<=_)PWD){SHOWN}""",
        ("pass", "pwd"),
        values.is_given,
        flags=re.MULTILINE,
    ),
    Rule(
        KEY,
        rf"""{ENDS}(?:KEY|TOKEN|SECRET|JWT|CREDENTIALS?){SHOWN}""",
        ("key", "token", "secret", "jwt", "credential"),
        values.is_token,
        flags=re.MULTILINE,
    ),
    Rule(
        KEY,
        rf"""{ENDS}(?:API|ACCESS|SECRET|AUTH|PRIVATE|SIGNING|MASTER|ACCOUNT|BOT)_?(?:KEY|TOKEN|SECRET){SHOWN}""",
        ("key", "token", "secret"),
        values.is_key,
        flags=re.MULTILINE,
    ),
    # %env NAME …, setenv NAME …
    Rule(
        KEY,
        r"""(?:%(?:set_)?env|\bsetenv)[ \t]+\w{0,60}?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PWD)[ \t]+(?P<value>[^\s"']+)""",
        ("env ",),
        values.is_given,
    ),
    # X-API-Key: … inside a text.
    Rule(
        KEY,
        rf"""{START}{KEY_NAME}:[ \t]{{1,3}}(?P<value>[^\s"'\\,;)}}]+)""",
        ("key:", "token:"),
        values.is_token,
        flags=re.IGNORECASE,
    ),
    # The alternative to a call: password = getpass() or …
    Rule(
        PASSWORD,
        rf"""{PASSWORD_NAME}\w{{0,20}}\s{{0,9}}=\s{{0,9}}[\w.()\[\]"']{{1,80}} or {STRING}""",
        ("pass", "pwd"),
        values.is_password,
        flags=CASELESS,
    ),
    *COMMAND_RULES,
    # PASSWORD '…' and IDENTIFIED BY '…' of SQL.
    Rule(
        PASSWORD,
        r"""\b(?:PASSWORD|IDENTIFIED BY|SECRET)\s{1,9}'(?P<value>[^'\n]{1,200})'""",
        ("password", "identified by", "secret"),
        values.is_password,
        flags=re.IGNORECASE,
    ),
    Rule(
        PASSWORD,
        r"""<(?P<tag>(?:\w{1,30}[:_-])?password)>(?P<value>[^<\n]{1,200})</(?P=tag)>""",
        ("password>",),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    Rule(
        KEY,
        r"""key="\w{0,40}(?:token|key|secret|password)"\s{1,9}value="(?P<value>[^"\n]{1,400})\"""",
        ("value=",),
        values.is_given,
        flags=re.IGNORECASE,
    ),
    # Signatures of addresses: Amazon, Google, Azure.
    Rule(
        SIGNATURE,
        r"""[?&](?:x-(?:amz|goog)-(?:signature|credential|security-token)|sig|signature|auth|code|key)=(?P<value>[^\s"'&#<>\\]{16,4000})""",
        ("signature=", "credential=", "security-token=", "sig=", "auth=", "code=", "key="),
        values.is_token,
        flags=re.IGNORECASE,
    ),
    # API keys of GoFigr servers, also of the hosted one.
    Rule(KEY, r"(?<![A-Za-z0-9_])gf[a-z]{0,20}_[A-Za-z0-9_-]{20,200}", ("gf",), values.is_given),
    Rule(KEY, r"(?<![0-9A-Fa-f])[0-9a-fA-F]{65,70}(?![0-9A-Fa-f])", (), values.is_hex_key),
    # Keys of providers that gitleaks' rules lack, or take more strictly.
    Rule(
        TOKEN,
        r"\beyJ[\w-]{8,4000}\.[\w-]{8,8000}\.[\w-]{8,2000}",
        ("eyj",),
        values.is_given,
    ),
    Rule(
        KEY,
        r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,}"
        r"|(?:AKIA|ASIA)[0-9A-Z]{16}\b|hf_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|r8_\w{30,}|gsk_\w{40,}|tvly-[\w-]{20,}"
        r"|GOCSPX-[\w-]{20,}|[ps]k\.eyJ[\w-]{8,}\.[\w-]{16,}|ya29\.[\w-]{20,}|pk_live_\w{20,}|AIza[\w-]{35})",
        (
            *(
                "ghp_",
                "gho_",
                "ghu_",
                "ghs_",
                "ghr_",
                "github_pat_",
                "glpat-",
                "sk-",
                "xox",
                "akia",
                "asia",
                "hf_",
                "pypi-",
            ),
            *("r8_", "gsk_", "tvly-", "gocspx-", "k.eyj", "ya29.", "pk_live_", "aiza"),
        ),
        values.is_given,
    ),
    Rule(TOKEN, r"(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])", (":aa",), values.is_given),
    Rule(
        TOKEN,
        r"(?:https?://)?hooks\.slack\.com/(?:services|workflows|triggers)/(?P<value>[A-Za-z0-9+/_]{20,90})",
        ("hooks.slack.com",),
        values.is_given,
    ),
]
