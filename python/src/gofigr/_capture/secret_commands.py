"""Finds secrets in commands of a shell, and in the files that such commands read."""

from __future__ import annotations

from gofigr._capture import secret_values as values
from gofigr._capture.secret_rule import KEY, PASSWORD, Rule

COMMAND_RULES: list[Rule] = [
    # curl -u me:…, sshpass -p …, mysql -p…
    Rule(
        PASSWORD,
        r"""(?<![\w/])(?:curl|https?|wget)(?=[ \t])[^\n]{0,500}?[ \t](?:-u|-a|--user)[ =]?["']?[^\s:"'$]{1,100}:(?P<value>[^\n"']{1,200}(?=["'])|[^\s"']{1,200})""",
        ("curl", "http", "wget"),
        values.is_given,
    ),
    Rule(
        PASSWORD,
        r"""\b(?:sshpass|docker login|ncftp\w{0,5})\b[^\n]{0,200}?\s-p\s?(?P<value>["'][^"'\n]{1,200}["']|[^\s"'$]{1,200})""",
        ("sshpass", "docker login", "ncftp"),
        values.is_given,
    ),
    Rule(
        PASSWORD,
        r"""\b(?:mysql\w{0,10}|mariadb|7za?)\b[^\n]{0,200}?\s-p(?P<value>["'][^"'\n]{1,200}["']|[^\s"'$]{1,200})""",
        ("mysql", "mariadb", "7z"),
        values.is_given,
    ),
    Rule(
        PASSWORD,
        r"""\b(?:redis-cli\b[^\n]{0,200}?\s-a|ldap\w{3,10}\b[^\n]{0,200}?\s-w|unzip\b[^\n]{0,200}?\s-P|pass:|smbclient\b[^\n]{0,200}?%)\s?["']?(?P<value>[^\s"'$]{1,200})""",
        ("redis-cli", "ldap", "unzip", "pass:", "smbclient"),
        values.is_given,
    ),
    # login … password … of .netrc; aws configure set …; `-n key -v …` of Kaggle.
    Rule(
        PASSWORD,
        r"\blogin\s+\S{1,100}\s+password[ \t]+(?P<value>\S{1,200})",
        ("password",),
        values.is_given,
    ),
    Rule(
        KEY,
        r"(?:\bconfigure set \w{1,60}key|-n key -v)\s+(?P<value>\S{16,200})",
        ("configure set", "-n key"),
        values.is_given,
    ),
]
