/** Dark, light, or as the system has it. */

import { forgetColours } from "../charts/colours.js";
import { redrawSparklines } from "../charts/sparkline.js";
import { redrawCharts } from "../charts/time-chart.js";
import { setAttribute, setText } from "../dom/element.js";

// As in theme-start.js.
const KEY = "procprobe.theme";
const CHOICES = ["system", "dark", "light"];
const SIGNS = { system: "◐", dark: "●", light: "○" };

/** Makes a button go through the choices. */
export function themeSwitch(button) {
    const root = document.documentElement;
    const show = () => {
        const choice = root.dataset.theme ?? "system";
        setText(button, SIGNS[choice]);
        setAttribute(button, "aria-label", `Theme: ${choice}`);
        setAttribute(button, "title", `Theme: ${choice}`);
        forgetColours();
        redrawCharts();
        redrawSparklines();
    };
    button.addEventListener("click", () => {
        const choice =
            CHOICES[(CHOICES.indexOf(root.dataset.theme ?? "system") + 1) % CHOICES.length];
        if (choice === "system") {
            delete root.dataset.theme;
            localStorage.removeItem(KEY);
        } else {
            root.dataset.theme = choice;
            localStorage.setItem(KEY, choice);
        }
        show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
}
