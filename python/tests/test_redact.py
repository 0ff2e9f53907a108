"""Notes about a figure contain no credentials, in no notation."""

from __future__ import annotations

import json
import time

import pytest

from gofigr._capture.provider_rules import provider_rules
from gofigr._capture.redact import MASK, Redactor, _Searched
from gofigr._capture.secret_rules import RULES
from redaction_corpus import HALVES, failures, lines

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
    assert Redactor().json({"token": "the", "my_token": PASSWORD}) == {"token": "the", "my_token": MASK}
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


@pytest.mark.parametrize("half", HALVES)
def test_secrets_of_the_corpus_are_masked_and_clean_lines_stay(half: str) -> None:
    found = lines(half)
    clean, secret = [line for line in found if not line.secrets], [line for line in found if line.secrets]
    assert len(found) >= 250 and min(len(clean), len(secret)) >= 100
    changed, missed = failures(clean), failures(secret)
    assert len(changed) <= len(clean) * 0.01, [line.text for line in changed]
    assert len(missed) <= len(secret) * 0.05, [line.text for line in missed]


def test_different_masked_values_are_counted_by_kind() -> None:
    redactor = Redactor(["known-secret"])
    redactor.text(f"GoFigr('me', password='{PASSWORD}')\nkey = 'known-secret'\n{GF_KEY}")
    assert redactor.masked == {"password": 1, "API key": 2}
    redactor.json({"argv": ["--token", "another-5ecret"]})
    redactor.text(f"GoFigr('me', password='{PASSWORD}')")
    assert redactor.masked == {"API key": 2, "password": 1, "token": 1}


def test_cleaned_text_is_not_masked_again() -> None:
    redactor = Redactor()
    clean = redactor.text("\n".join(HOSTILE))
    again = Redactor()
    assert again.text(clean) == clean
    assert not again.masked


def test_a_picture_in_a_notebook_hides_no_secret_after_it() -> None:
    text = f"{'iVBORw0KGgo' * 3000}\nconfigure(password='{PASSWORD}')"
    assert PASSWORD not in Redactor().text(text)


@pytest.mark.parametrize("around", ["{}", "a{}b", "A{}Z", "é{}é", "7{}7", "\n{}\n", "\ud800{}"])
def test_every_word_of_a_rule_is_found_in_a_long_text(around: str) -> None:
    words = {word for rule in [*RULES, *provider_rules()] for word in rule.words}
    before, after = "x1 = f(2)\n" * 50, "\ny2 = g(3)" * 50
    for word in words:
        text = f"{before}{around.format(word.upper())}{after}"
        assert _Searched(text, text.lower())._find(word)[0] == len(before) + around.index("{"), word


def test_words_that_a_long_text_lacks_are_not_looked_for() -> None:
    searched = _Searched("ax.plot(x1)\n" * 9, "ax.plot(x1)\n" * 9)
    assert not searched._may_hold("secret")
    assert searched._may_hold("plot")
    assert searched._may_hold("x1")
    assert searched._may_hold("://"), "it has no letters"


def test_a_secret_in_a_long_text_is_found_wherever_it_is() -> None:
    for before in (0, 290, 699, 19_990, 20_010, 60_000):
        text = f"{'x = 1' + chr(10)}" * (before // 6) + f"configure(password='{PASSWORD}')" + "\ny = 2" * 9000
        assert PASSWORD not in Redactor().text(text), before
