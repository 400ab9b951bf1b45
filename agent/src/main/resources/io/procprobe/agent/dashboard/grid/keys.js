/** The keys of the ARIA patterns "grid" and "treegrid". */

import { HEADER, WHOLE_ROW } from "./active-place.js";

/** Does what a key says, if it says something to a grid. */
export function gridKeys(grid, event) {
    if (event.altKey || event.metaKey) {
        return;
    }
    const { row, column } = grid.place;
    const last = grid.rows.length - 1;
    const moves = {
        ArrowDown: () => grid.moveTo(row + 1, row === HEADER ? WHOLE_ROW : column),
        ArrowUp: () => grid.moveTo(row - 1, row === 0 ? Math.max(0, column) : column),
        PageDown: () => grid.moveTo(row + grid.rowsPerPage, column),
        PageUp: () => grid.moveTo(Math.max(0, row - grid.rowsPerPage), column),
        Home: () =>
            event.ctrlKey || column === WHOLE_ROW ? grid.moveTo(0, column) : grid.moveTo(row, 0),
        End: () =>
            event.ctrlKey || column === WHOLE_ROW
                ? grid.moveTo(last, column)
                : grid.moveTo(row, grid.columns.length - 1),
        ArrowRight: () => right(grid),
        ArrowLeft: () => left(grid),
        Enter: () => grid.activate(),
        " ": () => grid.activate(),
        "/": () => grid.search(),
    };
    const move = moves[event.key];
    if (move) {
        event.preventDefault();
        move();
    }
}

function right(grid) {
    const { row, column } = grid.place;
    const here = grid.rows[row];
    if (grid.isTree && column === WHOLE_ROW && here?.childCount > 0 && !here.expanded) {
        grid.toggle(here, true);
    } else {
        grid.moveTo(row, column + 1);
    }
}

function left(grid) {
    const { row, column } = grid.place;
    const here = grid.rows[row];
    if (row === HEADER) {
        grid.moveTo(row, Math.max(0, column - 1));
    } else if (column !== WHOLE_ROW || !grid.isTree) {
        grid.moveTo(row, column - 1);
    } else if (here?.expanded) {
        grid.toggle(here, false);
    } else if (here?.level > 1) {
        let parent = row;
        while (parent >= 0 && grid.rows[parent].level >= here.level) {
            parent--;
        }
        grid.moveTo(parent, column);
    }
}
