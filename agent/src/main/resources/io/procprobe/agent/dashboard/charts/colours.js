/** Colours of the style sheet for canvases, which do not read style sheets. */

const probe = document.createElement("span");
probe.hidden = true;
let known = new Map();

/** What a custom property such as "--memory" is now; `alpha` from 0 to 1 thins it. */
export function colour(name, alpha = 1) {
    const key = `${name} ${alpha}`;
    if (!known.has(key)) {
        if (!probe.isConnected) {
            document.body.append(probe);
        }
        probe.style.color =
            alpha === 1
                ? `var(${name})`
                : `color-mix(in srgb, var(${name}) ${alpha * 100}%, transparent)`;
        known.set(key, getComputedStyle(probe).color);
    }
    return known.get(key);
}

/** After a change of theme. */
export function forgetColours() {
    known = new Map();
}
