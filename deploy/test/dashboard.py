#!/usr/bin/env python3
"""Looks at the Grafana dashboard without a Grafana, for test.sh.

dashboard.py FILE             its form: ids, places, variables, data source
dashboard.py FILE PROMETHEUS  as well each query, asked of that Prometheus: none may be an error, and each has to
                              give something, but for those of what not every fleet has
"""
import json
import pathlib
import re
import sys

import ask

COLUMNS = 24

# Supervisors are in applications, limits and pressure on some hosts only, and alerts not always.
MAY_BE_EMPTY = re.compile(r"supervisor|reaped|cgroup|pressure|ALERTS|== 0")

BUILT_IN = {"__rate_interval", "__range", "__interval"}


def panels_of(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def check_places(panels):
    taken = {}
    for panel in panels:
        place = panel["gridPos"]
        if not 0 <= place["x"] <= place["x"] + place["w"] <= COLUMNS:
            yield f"panel {panel['title']!r} is wider than the dashboard"
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"]:
                    yield f"panels {other!r} and {panel['title']!r} lie upon each other"
                    return


def check_panel(panel, variables):
    title = panel.get("title")
    if not title:
        yield f"panel {panel['id']} has no title"
    if panel["type"] == "row":
        return
    if not panel.get("description"):
        yield f"panel {title!r} has no description"
    if panel.get("datasource") != {"type": "prometheus", "uid": "${datasource}"}:
        yield f"panel {title!r} does not ask the chosen data source"
    names = [target["refId"] for target in panel["targets"]]
    if not names or len(set(names)) < len(names):
        yield f"panel {title!r} has no queries, or two of one name"
    for target in panel["targets"]:
        for used in re.findall(r"\$\{?(\w+)", target["expr"]):
            if used not in variables | BUILT_IN:
                yield f"panel {title!r} uses ${used}, which there is not"


def check_form(dashboard):
    for key in ("title", "uid", "schemaVersion", "time", "templating", "panels"):
        if key not in dashboard:
            yield f"no {key}"
            return
    if dashboard.get("id") is not None:
        yield "an id, which is one Grafana's own"
    panels = list(panels_of(dashboard))
    ids = [panel["id"] for panel in panels]
    if len(set(ids)) < len(ids):
        yield "two panels with one id"
    yield from check_places(panels)
    variables = {variable["name"] for variable in dashboard["templating"]["list"]}
    for missing in {"datasource", "host", "group"} - variables:
        yield f"no variable {missing}"
    for panel in panels:
        yield from check_panel(panel, variables)


def queries_of(dashboard):
    for panel in panels_of(dashboard):
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            selector = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"])
            yield f"${variable['name']}", f"count by ({selector[2]}) ({selector[1]})"


def check_queries(dashboard, prometheus):
    for where, query in queries_of(dashboard):
        asked = query.replace("$__rate_interval", "1m").replace("$__range", "1h")
        asked = re.sub(r"\$(host|group)\b", ".*", asked)
        try:
            found = ask.series(prometheus, asked)
        except (OSError, ValueError) as failure:
            yield f"{where}: {query}: {failure}"
            continue
        if not found and not MAY_BE_EMPTY.search(query):
            yield f"{where}: {query}: nothing"


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    dashboard = json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))
    faults = list(check_form(dashboard))
    if len(arguments) == 2:
        faults += check_queries(dashboard, arguments[1])
    for fault in faults:
        print(f"{arguments[0]}: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
