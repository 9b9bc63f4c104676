#!/usr/bin/env python3
"""Measures ems: python3 scripts/bench.py [NAME...] [--json] [--list]. Medians with their spread, each beside a yardstick of the same run."""

from __future__ import annotations

import gc
import json
import sys

from environment import ROOT, become, compile_ahead, ready


def main(words: list[str]) -> int:
    from benchmarks import language, storage, wire

    from ems.app import GENERATIONS

    measures = {**language.MEASURES, **storage.MEASURES, **wire.MEASURES}
    as_json = "--json" in words
    compile_ahead()
    gc.set_threshold(*GENERATIONS)  # as the program itself does
    if "--list" in words:
        print("\n".join(measures))
        return 0
    names = [word for word in words if not word.startswith("-")] or list(measures)
    unknown = [name for name in names if name not in measures]
    if unknown:
        print(f"bench.py knows {', '.join(measures)}; not {', '.join(unknown)}.", file=sys.stderr)
        return 2
    results = []
    for name in names:
        result = measures[name]()
        results.append(result)
        if as_json:
            continue
        unit = "" if result.more_is_better else " s"
        aim = (
            ""
            if result.aim is None
            else f"  aim {'>=' if result.more_is_better else '<='} {result.aim:g}x: {'holds' if result.holds else 'MISSED'}"
        )
        print(
            f"{result.name:14} {result.what:48} {result.median:10.4f}{unit} (spread {result.spread:.4f})  {result.ratio:8.2f}x of {result.yardstick_name} "
            f"({result.yardstick:.4f}{unit}){aim}",
            flush=True,
        )
    if as_json:
        print(
            json.dumps(
                [
                    {
                        "name": one.name,
                        "what": one.what,
                        "median": one.median,
                        "spread": one.spread,
                        "runs": one.seconds,
                        "yardstick": one.yardstick,
                        "yardstickName": one.yardstick_name,
                        "ratio": one.ratio,
                        "aim": one.aim,
                        "holds": one.holds,
                    }
                    for one in results
                ],
                indent=1,
            )
        )
    return 0


if __name__ == "__main__":
    try:
        import pygments  # noqa: F401

        import ems  # noqa: F401
    except ImportError:
        become(ready("test"), [__file__, *sys.argv[1:]])
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
