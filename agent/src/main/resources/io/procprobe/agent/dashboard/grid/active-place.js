/**
 * Where the keyboard is in a grid: a row, known by its key since rows move, and a column of it or
 * the whole row.
 */

export const HEADER = -1;
export const WHOLE_ROW = -1;

export class ActivePlace {
    /** Index of the row now, HEADER, or before the first focus none. */
    row = -2;
    column = WHOLE_ROW;
    key = null;

    set(rows, row, column) {
        this.row = row;
        this.column = column;
        this.key = rows[row]?.key ?? null;
    }

    /** After rows changed: the same one, or when it is gone the one now in its place. */
    follow(rows) {
        if (this.row < 0 || rows[this.row]?.key === this.key) {
            return;
        }
        const moved = rows.findIndex(row => row.key === this.key);
        this.set(rows, moved >= 0 ? moved : Math.min(this.row, rows.length - 1), this.column);
    }
}
