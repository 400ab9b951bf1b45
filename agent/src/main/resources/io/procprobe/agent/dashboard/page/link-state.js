/** Whether the figures are live, in the bar on top. */

import { Link } from "../agent/poller.js";
import { setText } from "../dom/element.js";
import { clock, duration } from "../text/times.js";

/** So many intervals without a poll, and the agent is stuck. */
const STUCK_INTERVALS = 3;

const WORDS = {
    [Link.CONNECTING]: "connecting",
    [Link.LIVE]: "live",
    [Link.PAUSED]: "paused",
    [Link.GONE]: "no answer",
    [Link.REFUSED]: "locked",
};

/** Shows it. The text only changes with the state: it is read aloud. */
export function showLink(target, link, info) {
    const stuck = link === Link.LIVE && info !== null && isStuck(info);
    target.dataset.link = stuck ? "stuck" : link;
    setText(target, stuck ? "stuck" : WORDS[link]);
    target.title =
        info === null
            ? ""
            : `Poll ${info.pollNumber} at ${clock(info.lastPollAt)} ` +
              `took ${(info.lastPollMicros / 1000).toFixed(1)} ms; ` +
              `one each ${duration(info.intervalMillis)}; procprobe ${info.version}`;
}

function isStuck({ now, lastPollAt, intervalMillis }) {
    return now - lastPollAt > STUCK_INTERVALS * intervalMillis + 1_000;
}
