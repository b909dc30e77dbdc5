/** Icons that the phone apps show before any screen is loaded; a module of their own keeps their first load small. */
export const iconUser = "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5";
export const iconInbox = "M4 13.5L6.5 5h11L20 13.5V19H4zM4 13.5h4.5l1.3 2.3h4.4l1.3-2.3H20";
export const iconCalendar = "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5v4M15.5 3.5v4";
export const iconClose = "M6 6l12 12M18 6L6 18";
export const iconCheck = "M5 12.5l4.5 4.5L19 7.5";
export const iconRight = "M9.5 6l6 6l-6 6";
export const iconGlobe =
  "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17";
export const iconInfo = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 11v5.5M12 7.7h.01";
export const iconAlert = "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2h.01";
export const iconLock = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";
export const iconCloudOff =
  "M8 18.5H7a4 4 0 0 1-.7-8M9.5 6.5A5.5 5.5 0 0 1 17.3 11a3.8 3.8 0 0 1 2.9 5.9M4 4l16.5 16.5M12 18.5h3";
export const iconRefresh = "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15";
export const iconUpload = "M12 16V4.5M7 9.5l5-5l5 5M4.5 16v3.5h15V16";
