/** Makes elements. Text only ever goes in as text: names of processes are anybody's. */

/**
 * An element.
 *
 * @param tag its name, and optionally a class behind a dot, such as "div.panel"
 * @param attributes by name; "on…" adds a listener, null and false leave one out, true sets an
 *     empty one
 * @param children elements or texts
 */
export function element(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const made = document.createElement(name);
    made.classList.add(...classes);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on")) {
            made.addEventListener(key.slice(2), value);
        } else if (value != null && value !== false) {
            made.setAttribute(key, value === true ? "" : value);
        }
    }
    made.append(...children.filter(child => child != null));
    return made;
}

/**
 * Sets a text where it differs: what did not change costs no layout and is not read aloud again.
 */
export function setText(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

/** Sets an attribute where it differs, or removes it when the value is null. */
export function setAttribute(target, name, value) {
    if (value == null) {
        if (target.hasAttribute(name)) {
            target.removeAttribute(name);
        }
    } else if (target.getAttribute(name) !== String(value)) {
        target.setAttribute(name, value);
    }
}

/** Shows or hides. */
export function setShown(target, shown) {
    if (target.hidden === shown) {
        target.hidden = !shown;
    }
}
