/**
 * A list whose items are known by keys: an update moves and fills what is there, and makes only
 * what is new.
 */

export class KeyedList {
    #parent;
    #make;
    #fill;
    #items = new Map();

    /**
     * @param parent where the items go
     * @param make makes an item's element: (key) => element
     * @param fill shows a value in it: (element, value) => void
     */
    constructor(parent, make, fill) {
        this.#parent = parent;
        this.#make = make;
        this.#fill = fill;
    }

    /** Shows values in their order. */
    update(values, keyOf) {
        const keys = new Set(values.map(keyOf));
        // First, since an item that stays is then not moved, and keeps its focus.
        for (const [key, item] of this.#items) {
            if (!keys.has(key)) {
                item.remove();
                this.#items.delete(key);
            }
        }
        let next = this.#parent.firstElementChild;
        for (const value of values) {
            const key = keyOf(value);
            let item = this.#items.get(key);
            if (!item) {
                item = this.#make(key);
                this.#items.set(key, item);
            }
            this.#fill(item, value);
            if (item === next) {
                next = next.nextElementSibling;
            } else {
                this.#parent.insertBefore(item, next);
            }
        }
    }
}
