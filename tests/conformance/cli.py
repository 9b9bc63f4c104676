"""What scripts/conformance.py runs: all cases or some, in as many processes as there are cores, and what differs."""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.conformance import catalog, recordings, syntax, values

Check = Callable[[], "str | None"]


@dataclass
class Outcome:
    file: str
    title: str
    difference: str | None


def jobs(words: list[str]) -> list[tuple[str, str, int]]:
    """(kind, file, number) of every case that was asked for."""
    found: list[tuple[str, str, int]] = []
    for path in sorted(recordings.FOLDER.glob("*.txt")):
        for number, case in enumerate(recordings.read(path)):
            if not words or path.stem in words or case.title in words or f"{path.stem}/{case.title}" in words:
                found.append(("recorded", path.stem, number))
    for name in values.NAMES:
        if not words or name in words or any(word.startswith(f"{name}:") for word in words):
            found += [
                ("values", name, number)
                for number, line in enumerate(values.read(name))
                if f"{name}:{line.source}" in words or not words or name in words
            ]
    for name in syntax.NAMES:
        if not words or name in words:
            found += [("syntax", name, number) for number in range(len(syntax.read(name)))]
    if not words or catalog.NAME in words:
        found += [("catalog", catalog.NAME, number) for number in range(len(catalog.read()))]
    return found


def _in_big_stack(action: Callable[[], None]) -> None:
    """Scripts recurse deep: they get a thread with room."""
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()
    threading.stack_size(0)


def run_batch(batch: list[tuple[str, str, int]]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    _in_big_stack(lambda: outcomes.extend(_run(batch)))
    return outcomes


def _run(batch: list[tuple[str, str, int]]) -> Iterable[Outcome]:
    cache: dict[tuple[str, str], list[object]] = {}
    session = None
    for kind, file, number in batch:
        if (kind, file) not in cache:
            reader = {
                "recorded": lambda file=file: recordings.read(recordings.FOLDER / f"{file}.txt"),
                "values": lambda file=file: values.read(file),
                "syntax": lambda file=file: syntax.read(file),
                "catalog": catalog.read,
            }[kind]
            cache[kind, file] = reader()  # type: ignore[no-untyped-call]
        item: object = cache[kind, file][number]
        try:
            if kind == "recorded":
                difference = recordings.check(item)  # type: ignore[arg-type]
            elif kind == "values":
                if session is None:
                    from ems.testing import HeadlessSession

                    session = HeadlessSession(moment=values.RECORDED)
                    session.__enter__()
                difference = values.check(item, session.session)  # type: ignore[arg-type]
            elif kind == "catalog":
                difference = catalog.check(item)  # type: ignore[arg-type]
            else:
                difference = syntax.check(item)  # type: ignore[arg-type]
        except Exception as error:  # a traceback is the worst difference of all
            import traceback

            difference = f"{type(error).__name__}: {error}\n{''.join(traceback.format_tb(error.__traceback__)[-3:])}"
        yield Outcome(file, getattr(item, "title", None) or getattr(item, "source", ""), difference)
    if session is not None:
        session.__exit__(None, None, None)


def run(words: list[str], processes: int | None = None) -> list[Outcome]:
    """The outcome of every case asked for."""
    found = jobs(words)
    size = 40
    batches = [found[start : start + size] for start in range(0, len(found), size)]
    if len(batches) <= 1:
        return run_batch(found)
    with multiprocessing.Pool(processes) as pool:
        return [outcome for batch in pool.imap(run_batch, batches) for outcome in batch]


def main(words: list[str]) -> int:
    shown = 3
    as_json = "--json" in words
    everything = "--all" in words
    if "--show" in words:
        place = words.index("--show")
        shown = int(words[place + 1])
        del words[place : place + 2]
    words = [word for word in words if word not in ("--json", "--all")]
    begin = time.perf_counter()
    outcomes = run(words)
    if not outcomes:
        print("Nothing of that name.", file=sys.stderr)
        return 2
    files: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        files.setdefault(outcome.file, []).append(outcome)
    if as_json:
        print(
            json.dumps(
                {
                    name: {
                        "passed": sum(one.difference is None for one in cases),
                        "total": len(cases),
                        "failed": {one.title: one.difference for one in cases if one.difference},
                    }
                    for name, cases in files.items()
                },
                indent=1,
            )
        )
        return 0
    for name, cases in files.items():
        failed = [one for one in cases if one.difference is not None]
        print(f"{name:28} {len(cases) - len(failed):5} / {len(cases)}")
        for one in failed if everything else failed[:shown]:
            print(f"  {one.title}\n    {one.difference}")
    passed = sum(one.difference is None for one in outcomes)
    print(f"{passed} / {len(outcomes)} ({100 * passed / len(outcomes):.1f} %) in {time.perf_counter() - begin:.0f} s")
    return 0 if passed == len(outcomes) else 1
