"""pandapower's own files: JSON and xlsx. Runs in a worker."""

from __future__ import annotations

import json
import logging
import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engines.exchange.bounds import read_text, require_small_unpacked
from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.guarded_json import load_guarded
from engines.grid.network import Network
from engines.values.validation import Finding, FindingSeverity, InputError

PROGRAM_COLUMNS = ("object", "recycle", "q_max_characteristic", "q_min_characteristic")
"""Columns of an xlsx whose cells pandapower would turn into program objects."""

EXPORT = "export it from pandapower with to_json or to_excel"


def read_pandapower_json(path: Path) -> tuple[Network, tuple[Finding, ...]]:
    """The network of a pandapower JSON file of any version. Raises ``InputError``."""
    text = read_text(path)
    try:
        net, left_out = load_guarded(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string")
        reason = "is cut off: its JSON ends too early" if at_end else f"is not JSON (line {error.lineno}: {error.msg})"
        raise InputError(str(path), reason, "export or copy the file again") from error
    except (RecursionError, MemoryError) as error:
        raise InputError(str(path), "is nested too deeply or too large", EXPORT) from error
    except Exception as error:
        raise InputError(str(path), f"its tables cannot be read ({_first_line(error)})", EXPORT) from error
    return _converted(_as_net(net, path), path, left_out)


def read_pandapower_xlsx(path: Path) -> tuple[Network, tuple[Finding, ...]]:
    """The network of an xlsx file pandapower wrote. Raises ``InputError``."""
    import pandas as pd
    from pandapower.io_utils import from_dict_of_dfs

    require_small_unpacked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = pd.read_excel(path, sheet_name=None, index_col=0, engine="openpyxl")
    except Exception as error:
        raise InputError(str(path), f"cannot be read as xlsx ({_first_line(error)})", "save it again") from error
    if "bus" not in sheets or "vn_kv" not in sheets["bus"].columns:
        raise InputError(str(path), "is a workbook, but holds no network (no sheet 'bus' with vn_kv)", EXPORT)
    geo = {kind: sheets[kind].pop("geo") for kind in ("bus", "line") if "geo" in sheets.get(kind, ())}
    left_out = _drop_program_objects(sheets)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            net = from_dict_of_dfs(sheets)
    except Exception as error:
        raise InputError(str(path), f"its sheets cannot be read ({_first_line(error)})", EXPORT) from error
    for kind, cells in geo.items():
        net[kind]["geo"] = [_geo_text(cell) for cell in cells]
    return _converted(net, path, left_out)


def _drop_program_objects(sheets: dict[str, Any]) -> Counter[str]:
    left_out: Counter[str] = Counter()
    for kind in ("controller", "characteristic", "group"):
        if kind in sheets:
            left_out[kind] += len(sheets.pop(kind))
    for kind, sheet in sheets.items():
        for column in PROGRAM_COLUMNS:
            if column in sheet:
                left_out[f"{kind}.{column}"] += len(sheet)
                del sheet[column]
    return +left_out


def _geo_text(cell: Any) -> str | None:
    """pandapower writes a GeoJSON text as JSON once more."""
    try:
        shape = json.loads(cell)
        return shape if isinstance(shape, str) else json.dumps(shape) if isinstance(shape, dict) else None
    except (TypeError, ValueError):
        return None


def _as_net(content: Any, path: Path) -> Any:
    import pandas as pd
    from pandapower.auxiliary import pandapowerNet
    from pandapower.file_io import from_json_dict

    if isinstance(content, pandapowerNet):
        if not isinstance(content.get("bus"), pd.DataFrame):
            raise InputError(str(path), "its bus table is missing or broken", EXPORT)
        return content
    if isinstance(content, dict) and isinstance(content.get("bus"), (dict, pd.DataFrame)) and "line" in content:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return from_json_dict(content)
        except Exception as error:
            raise InputError(str(path), f"its tables cannot be read ({_first_line(error)})", EXPORT) from error
    raise InputError(str(path), "is JSON, but not a pandapower network", EXPORT)


def _converted(net: Any, path: Path, left_out: Counter[str]) -> tuple[Network, tuple[Finding, ...]]:
    """Bring the net to today's format, then to our tables."""
    from pandapower.convert_format import convert_format

    for kind in ("controller", "characteristic"):
        if kind in net and hasattr(net[kind], "iloc"):
            net[kind] = net[kind].iloc[0:0]
    logging.getLogger("pandapower").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert_format(net, drop_invalid_geodata=True)
    except ValueError as error:
        if "newer than" in str(error):
            reason = "was written by a newer pandapower than this program knows"
            raise InputError(str(path), reason, "save it with an older pandapower") from error
        raise InputError(str(path), f"its tables cannot be read ({_first_line(error)})", EXPORT) from error
    except Exception as error:
        raise InputError(str(path), f"its tables cannot be read ({_first_line(error)})", EXPORT) from error
    name = str(net.get("name") or path.stem)
    network, findings = from_pandapower(net, name=name, source=path.name)
    return network, (*_told(left_out), *findings)


def _told(left_out: Counter[str]) -> Iterable[Finding]:
    for name, count in left_out.items():
        reason = f"{count} program objects ({name}) of the file were left out: a file must not run anything"
        yield Finding(FindingSeverity.NOTE, "", "", reason, "set taps and setpoints as they shall stand")


def _first_line(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:160]}" if text else type(error).__name__
