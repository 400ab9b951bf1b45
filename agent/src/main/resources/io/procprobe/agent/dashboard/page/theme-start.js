/* Before anything is drawn, and hence no module: a page that turns from light to dark hurts. */
{
    const kept = localStorage.getItem("procprobe.theme");
    if (kept === "dark" || kept === "light") {
        document.documentElement.dataset.theme = kept;
    }
}
