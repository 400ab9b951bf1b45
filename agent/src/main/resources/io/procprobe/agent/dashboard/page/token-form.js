/** Asks for the token. */

import { element } from "../dom/element.js";

/**
 * @param refused whether one was given and refused
 * @param onToken told of what was entered
 */
export function tokenForm(refused, onToken) {
    const input = element("input", {
        id: "token",
        type: "password",
        autocomplete: "off",
        spellcheck: "false",
        required: true,
        "aria-describedby": refused ? "token-refused token-where" : "token-where",
        "aria-invalid": refused ? "true" : null,
    });
    const form = element(
        "form.panel.token-form",
        {
            onsubmit: event => {
                event.preventDefault();
                if (input.value.trim()) {
                    onToken(input.value);
                }
            },
        },
        element("h2", {}, "This agent asks for its token"),
        refused
            ? element(
                  "p.refusal",
                  { id: "token-refused", role: "alert" },
                  "The agent refused the token. One that it made itself is another at each start.",
              )
            : null,
        element("label", { for: "token" }, "Token"),
        element(
            "div.token-entry",
            {},
            input,
            element("button.primary", { type: "submit" }, "Open"),
        ),
        element(
            "p.hint",
            { id: "token-where" },
            "It stands behind #token= in the address that ",
            element("code", {}, "procprobe serve"),
            " printed, or in the file of --token-file. It is kept until this tab is closed.",
        ),
    );
    return { root: form, focus: () => input.focus() };
}
