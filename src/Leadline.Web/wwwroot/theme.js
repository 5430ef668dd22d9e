// Before anything is painted: the theme that the person chose on this device, or the system's.
(() => {
  const theme = localStorage.getItem("leadline.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
})();
