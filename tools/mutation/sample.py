"""Runs mutmut on a share of its mutants, the same ones for the same seed."""

import hashlib
import os
from typing import Any

from mutmut import __main__ as mutmut

SEED, SHARE = os.environ["MUTATION_SEED"], float(os.environ["MUTATION_SAMPLE"])

collect_all = mutmut.collect_source_file_mutation_data


def is_in(name: str) -> bool:
    digest = hashlib.sha256(f"{SEED} {name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < SHARE * 2**32


def collect_sample(*, mutant_names: Any) -> Any:
    mutants, files = collect_all(mutant_names=mutant_names)
    return [one for one in mutants if is_in(one[1])], files


mutmut.collect_source_file_mutation_data = collect_sample
mutmut.cli()
