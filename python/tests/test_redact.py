"""Notes about a figure contain no credentials, in no notation."""

from __future__ import annotations

import json
import time

import pytest

from gofigr._capture.redact import MASK, Redactor

GF_KEY = "gf_RdmdzkqqXJscEhpWOJXsm9snOPGcEh6ftdiIuN04vNT3Vz6kB"
OLD_KEY = "bae966176176752f73ed0f03a18726d4a3a59eccb777f7506f9efeed18442123a24"[:66]
PASSWORD = "hunter2-Correct"  # short and without a pattern: only the context shows that it is a secret

HOSTILE = [
    f'configure(api_key="{GF_KEY}")',
    f"configure(api_key='{OLD_KEY}')",
    f"k = '{GF_KEY}'",
    f"# my key: {GF_KEY}",
    f"# old {OLD_KEY} key",
    f"print(f'{GF_KEY}')",
    f"x={GF_KEY};y=1",
    f'configure(\n  api_key = """{PASSWORD}""",\n)',
    f'GoFigr(username="me", password="{PASSWORD}")',
    f"GoFigr('me', password = r'{PASSWORD}')",
    f'GoFigr(**{{"username": "me", "password": "{PASSWORD}"}})',
    f'dict(api_key=\n    "{PASSWORD}")',
    f'password: str = "{PASSWORD}"',
    f'DB_PASSWORD = "{PASSWORD}"',
    f'db_passwd="{PASSWORD}"',
    f"my_pwd = '{PASSWORD}'",
    f'os.environ["GF_API_KEY"] = "{PASSWORD}"',
    f"os.environ.setdefault('GF_PASSWORD', '{PASSWORD}')",
    f"os.getenv('API_KEY', '{PASSWORD}')",
    f"os.environ.get('API_KEY') or '{PASSWORD}'",
    f"%env GF_API_KEY={PASSWORD}",
    f"%env GF_API_KEY {PASSWORD}",
    f"%set_env GF_PASSWORD={PASSWORD}",
    f"!export GF_API_KEY={PASSWORD} && python x.py",
    f"!GF_PASSWORD={PASSWORD} python x.py",
    f"!gofigr --api-key {PASSWORD}",
    f"!mysql --password={PASSWORD} -u me",
    f"requests.get(u, headers={{'Authorization': 'Token {PASSWORD}'}})",
    f'headers["Authorization"] = "Bearer {PASSWORD}"',
    f'!curl -H "Authorization: Token {PASSWORD}" http://x/',
    f"!curl -H 'authorization: basic {PASSWORD}' http://x/",
    f"Authorization: {PASSWORD}",
    f"create_engine('postgresql://me:{PASSWORD}@db/x')",
    f"pd.read_csv('https://{PASSWORD}@example.org/x.csv')",
    f"git clone https://oauth2:{PASSWORD}@git.example.org/x.git",
    f"requests.get('https://x/y?token={PASSWORD}&a=1')",
    f"requests.get('https://x/y?a=1&api_key={PASSWORD}')",
    f'{{"client_secret": "{PASSWORD}"}}',
    f'aws_secret_access_key="{PASSWORD}"',
    f"apiKey: '{PASSWORD}'",
    f'"x-api-key": "{PASSWORD}"',
    f"refresh_token='{PASSWORD}'",
    f"GF_API_KEY={PASSWORD}",
    f"+GF_PASSWORD={PASSWORD}",
    "-----BEGIN RSA PRIVATE KEY-----\n" + PASSWORD + "\n-----END RSA PRIVATE KEY-----",
    f"configure(password=('{PASSWORD}'))",
    f"configure(password=b'{PASSWORD}')",
    json.dumps(f'configure(api_key="{PASSWORD}")'),
    f'GoFigr("me", "{PASSWORD}")',
    f"configure('me',\n    '{PASSWORD}')",
    f"%%writefile config.yml\nuser: me\npassword: {PASSWORD}\n",
    f"+  api_key: {PASSWORD}",
    json.dumps({"cell": f"GoFigr(password='{PASSWORD}')"}),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_secret_is_removed_in_every_notation(text: str) -> None:
    clean = Redactor().text(text)
    assert GF_KEY not in clean
    assert OLD_KEY not in clean
    assert PASSWORD not in clean
    assert MASK in clean


HARMLESS = [
    "plt.plot(x, y)\nplt.title('Tokens of time')",
    "token_count = 'many'",
    "n_tokens = len(tokens)",
    "key = lambda row: row['name']",
    "sns.scatterplot(data=df, x='a', y='b', hue='key')",
    "password = getpass.getpass('Password: ')",
    "configure(api_key=os.environ['GF_API_KEY'], analysis=FindByName('Demo', create=True))",
    "'030d1ab26eb343f9728d67f820c8780ce8d71d4d93f089181d5175626a424375'",
    "https://example.org/a@b",
    "mail('me@example.org')",
    "for basic in ['a', 'b']: print(basic)",
    "x = gf.read_csv('data.csv')",
    "class A:\n    password: str\n    token: Optional[str] = None",
    "configure('me', workspace)",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_code_stays_as_it_is(text: str) -> None:
    assert Redactor().text(text) == text


def test_the_keys_of_this_process_are_removed_without_any_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GF_PASSWORD", "plain words")
    clean = Redactor(secrets=["tiny", None]).text("print('plain words', 'tiny')")
    assert clean == f"print('{MASK}', '{MASK}')"


def test_nested_metadata_is_cleaned_and_keeps_its_structure() -> None:
    assert Redactor().json(["x.py", "--password", PASSWORD, "-v"]) == ["x.py", "--password", MASK, "-v"]
    value = {"a": [1, None, {"password": PASSWORD, "note": f"see {GF_KEY}"}], "token": 5, "b": (True, 0.5)}
    assert Redactor().json(value) == {
        "a": [1, None, {"password": MASK, "note": f"see {MASK}"}],
        "token": 5,
        "b": [True, 0.5],
    }


LARGE = ["a" * 500_000, " " * 200_000, "token" + " " * 200_000, 'password = "' + "x" * 300_000, "-" * 200_000]
LARGE += [
    "token " * 50_000,
    "password=" * 50_000,
    "a_" * 200_000,
    "a.b." * 100_000,
    "http://" * 50_000,
    "--a-" * 80_000,
]
LARGE += [
    "-----BEGIN PRIVATE KEY-----" * 5_000,
    "GoFigr(" * 50_000,
    "'" * 200_000,
    "A" * 300_000,
    "Authorization:" * 20_000,
]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: text[:12])
def test_large_texts_are_cleaned_quickly(text: str) -> None:
    started = time.process_time()
    Redactor().text(text)
    assert time.process_time() - started < 5
