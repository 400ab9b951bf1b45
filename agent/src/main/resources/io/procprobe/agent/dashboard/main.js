/** The dashboard: puts its parts together. */

import { Client } from "./agent/client.js";
import { Link, Poller } from "./agent/poller.js";
import { askAll, untilNext } from "./agent/round.js";
import { forget, remember, token, tokenInAddress } from "./agent/token.js";
import { Histories } from "./charts/histories.js";
import { setShown, setText } from "./dom/element.js";
import { Banner } from "./page/banner.js";
import { Details } from "./page/details.js";
import { showLink } from "./page/link-state.js";
import { themeSwitch } from "./page/theme.js";
import { tokenForm } from "./page/token-form.js";
import { Views } from "./page/views.js";
import { vitals } from "./page/vitals.js";
import { onChange, parameter, replace } from "./state/address.js";
import { Store } from "./state/store.js";
import { EventsView } from "./view/events.js";
import { GroupsView } from "./view/groups.js";
import { HostsView } from "./view/hosts.js";
import { OverviewView } from "./view/overview.js";
import { ProcessesView } from "./view/processes.js";

const $ = id => document.getElementById(id);

const store = new Store();
const histories = new Histories(path => client.get(path));
const details = new Details($("details"), path => client.get(path), closeDetails);
const banner = new Banner($("banner"), () => poller.now());
const fillVitals = vitals($("vitals"));
const views = new Views($("views"), $("main"), {
    overview: { title: "Overview", make: () => new OverviewView(store, histories) },
    processes: { title: "Processes", make: () => new ProcessesView(store, false) },
    tree: { title: "Tree", make: () => new ProcessesView(store, true) },
    groups: { title: "Groups", make: () => new GroupsView(store, histories) },
    events: { title: "Events", make: () => new EventsView(store) },
    hosts: { title: "Hosts", make: () => new HostsView(store) },
});
const poller = new Poller(round, onLink);

let given = token();
let client = new Client(given);
let locked = false;
/**
 * Whether the agent has to be asked who it is before its answers can be compared with earlier ones.
 */
let unknown = true;
let pid = null;

themeSwitch($("theme"));
$("skip").addEventListener("click", event => {
    // Not by its fragment: that is where the view stands.
    event.preventDefault();
    $("main").focus();
});
$("pause").addEventListener("click", () => poller.pause(!poller.paused));
onChange(addressChanged);
views.offer("hosts", false);
showAddressed();
poller.now();

async function round() {
    const asked = client;
    try {
        return await roundOf(asked);
    } catch (error) {
        if (asked !== client) {
            // Another token was entered meanwhile: what the old one brought does not count.
            return 0;
        }
        throw error;
    }
}

async function roundOf(asked) {
    if (unknown) {
        meet(await asked.get("info"));
    }
    if (await askAll(asked, store, views.current.needs)) {
        unknown = true;
        return 0;
    }
    histories.append({ time: store.groupsTime, groups: store.groups });
    await details.refresh(store.info.now);
    update();
    loadHistories();
    return untilNext(store.info);
}

/** Begins with an agent, or goes on with it after it did not answer. */
function meet(info) {
    client.forgetAnswers();
    if (store.info?.startedAt !== info.startedAt) {
        histories.clear();
    }
    store.begin(info);
    unknown = false;
    views.offer("hosts", info.fleet);
    setText($("host"), info.host);
    $("host").title = info.os;
}

async function loadHistories() {
    for (const group of histories.missing(views.current.historyOf ?? [])) {
        try {
            await histories.load(group);
        } catch {
            // If the agent is gone, the next round says so.
            return;
        }
        update();
    }
}

function update() {
    if (locked) {
        return;
    }
    fillVitals(store);
    if (store.groupsTime !== null) {
        views.current.update();
    }
    const firing = store.firing.length;
    document.title = `${firing > 0 ? `(${firing}) ` : ""}${store.info?.host ?? ""} · procprobe`;
}

function onLink({ link, error, retryAtMillis }) {
    showLink($("link"), link, store.info);
    document.body.dataset.link = link;
    setShown($("pause"), link !== Link.REFUSED);
    $("pause").setAttribute("aria-pressed", String(poller.paused));
    if (link === Link.GONE) {
        unknown = true;
        banner.show(error, retryAtMillis, store.answeredAt);
    } else {
        banner.hide();
    }
    if (link === Link.REFUSED) {
        askForToken();
    }
}

function askForToken() {
    const refused = given !== null;
    forget();
    given = null;
    locked = true;
    unknown = true;
    setShown($("vitals"), false);
    setShown($("details"), false);
    const form = tokenForm(refused, entered => {
        remember(entered);
        useToken();
    });
    views.replaceBy(form.root);
    form.focus();
}

function useToken() {
    given = token();
    client = new Client(given);
    locked = false;
    unknown = true;
    setShown($("vitals"), true);
    showAddressed();
    poller.now();
}

function addressChanged() {
    if (tokenInAddress()) {
        // A link with a token was opened in a tab that had one already.
        useToken();
    } else if (!locked) {
        showAddressed();
    }
}

function showAddressed() {
    const other = views.show();
    showDetails();
    update();
    if (other && store.info !== null) {
        poller.now();
    }
}

function showDetails() {
    const wanted = parameter("pid");
    if (wanted === pid) {
        setShown($("details"), pid !== null);
        return;
    }
    pid = wanted;
    details.show(pid);
    if (pid !== null) {
        if (store.info !== null) {
            // Chosen by the reader, and not there from the start by a link.
            details.focus();
            poller.now();
        }
    }
}

function closeDetails() {
    replace({ pid: null });
    views.current.focus();
}
