/** All other icons. */
export const iconSearch = "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16.2 16.2L21 21";
export const iconBell = "M6 16v-5a6 6 0 0 1 12 0v5l1.6 2.2H4.4zM10 21h4";
export const iconUsers =
  "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 19.5c.5-3 3-4.8 6.5-4.8s6 1.8 6.5 4.8M15.5 5.3a3.3 3.3 0 0 1 0 6.4M18 15.2c2 .6 3.2 2.1 3.5 4.3";
export const iconHome = "M4 11l8-7l8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20";
export const iconList = "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01";
export const iconGrid = "M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z";
export const iconColumns = "M4 5h16v14H4zM9.3 5v14M14.7 5v14";
export const iconRows = "M4 6h16M4 10h16M4 14h16M4 18h16";
export const iconRowsWide = "M4 6.5h16M4 12h16M4 17.5h16";
export const iconMap = "M9 5L3.5 7.5v12L9 17l6 2.5l5.5-2.5V5L15 7.5zM9 5v12M15 7.5v12";
export const iconPin =
  "M12 21c-4-4.5-6.5-7.8-6.5-11a6.5 6.5 0 0 1 13 0c0 3.2-2.5 6.5-6.5 11M12 7.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5";
export const iconChart = "M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6";
export const iconSliders =
  "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4M9 14.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4";
export const iconPlus = "M12 5v14M5 12h14";
export const iconMinus = "M5 12h14";
export const iconDown = "M6 9.5l6 6l6-6";
export const iconUp = "M6 14.5l6-6l6 6";
export const iconLeft = "M14.5 6l-6 6l6 6";
export const iconArrowUp = "M12 19V5M6 11l6-6l6 6";
export const iconArrowDown = "M12 5v14M6 13l6 6l6-6";
export const iconArrowLeft = "M19 12H5M11 6l-6 6l6 6";
export const iconMore = "M6 12h.01M12 12h.01M18 12h.01";
export const iconMenu = "M4 7h16M4 12h16M4 17h16";
export const iconSun =
  "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.8v1.7M12 19.5v1.7M2.8 12h1.7M19.5 12h1.7M5.5 5.5l1.2 1.2M17.3 17.3l1.2 1.2M5.5 18.5l1.2-1.2M17.3 6.7l1.2-1.2";
export const iconMoon = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5";
export const iconKeyboard = "M3 6.5h18v11H3zM7 10.3h.01M10.3 10.3h.01M13.7 10.3h.01M17 10.3h.01M8 14h8";
export const iconHelp =
  "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M12 16.7h.01";
export const iconClock = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
export const iconPause = "M9 6v12M15 6v12";
export const iconFlag = "M6 21V4.5M6 5h11.5l-2.3 3.7l2.3 3.8H6";
export const iconCamera = "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 10a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7";
export const iconImage = "M4 5h16v14H4zM4 16l4.5-4.5l4 4l2.5-2.5l5 5M15.5 8.7h.01";
export const iconFile = "M6 3.5h8l4 4V20.5H6zM14 3.5v4h4";
export const iconPen = "M4 20l1-4.5L16 4.5L19.5 8L8.5 19zM13.5 7l3.5 3.5";
export const iconTrash = "M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 11v5.5M13.5 11v5.5";
export const iconStar = "M12 4l2.5 5.3l5.7.8l-4.1 4.1l1 5.8L12 17.2L6.9 20l1-5.8l-4.1-4.1l5.7-.8z";
export const iconLink =
  "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1";
export const iconExternal = "M13.5 4.5h6v6M19.5 4.5L11 13M17 14v5.5H4.5V7H10";
export const iconDownload = "M12 4.5V16M7 11l5 5l5-5M4.5 16v3.5h15V16";
export const iconGrip = "M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01";
export const iconPhone =
  "M7.5 3.5l2.5 5l-2 1.7a11 11 0 0 0 5.8 5.8l1.7-2l5 2.5c-.3 2.6-1.7 4-4 4C10 20 4 14 3.5 7.5c0-2.3 1.4-3.7 4-4";
export const iconMail = "M3.5 6h17v12.5h-17zM4 6.5l8 6.5l8-6.5";
export const iconBox = "M12 3.5l8 4v9l-8 4l-8-4v-9zM4.3 7.7L12 11.5l7.7-3.8M12 11.5v9";
export const iconWrench =
  "M14.5 6a4.5 4.5 0 0 1 5.3-1.8L16.8 7.2l2 2l3-3A4.5 4.5 0 0 1 16 12l-8 8a2.1 2.1 0 0 1-3-3l8-8a4.5 4.5 0 0 1 1.5-3";
export const iconScan = "M4 8.5V4.5h4M16 4.5h4v4M20 15.5v4h-4M8 19.5H4v-4M4 12h16";
export const iconSignOut = "M14 4.5H5v15h9M10.5 12H20M16.5 8.5L20 12l-3.5 3.5";
export const iconSpark = "M12 4v4M12 16v4M4 12h4M16 12h4M6.5 6.5l2.5 2.5M15 15l2.5 2.5M6.5 17.5L9 15M15 9l2.5-2.5";
export const iconPlay = "M8 5.5v13l10.5-6.5z";
export const iconBook = "M5 4.5h12.5v15H7a2 2 0 0 1-2-2zM5 17.5a2 2 0 0 1 2-2h10.5";
export const iconBuilding = "M5 20.5v-16h9v16M14 9.5h5v11M3.5 20.5h17M8 8h3M8 12h3M8 16h3";
export const iconDashed =
  "M12 3.5a8.5 8.5 0 0 1 3.2.6M18.5 6.5a8.5 8.5 0 0 1 1.9 3.5M20.4 14a8.5 8.5 0 0 1-1.9 3.5M15.2 19.9a8.5 8.5 0 0 1-6.4 0M5.5 17.5A8.5 8.5 0 0 1 3.6 14M3.6 10a8.5 8.5 0 0 1 1.9-3.5M8.8 4.1a8.5 8.5 0 0 1 3.2-.6";
export const iconProgress = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 7.5a4.5 4.5 0 0 1 0 9z";
export const iconDone = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M8 12.3l2.8 2.8L16 9.5";
export const iconBarred = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M6 6l12 12";
