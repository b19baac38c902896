package serve

import "strings"

// deviceOf says in a few words what a person sat at, for their own list of sessions: "Firefox on Windows".
func deviceOf(userAgent string) string {
	browser := firstIn(userAgent, "Edg", "Edge", "SamsungBrowser", "Samsung Internet", "OPR", "Opera", "Firefox",
		"Firefox", "FxiOS", "Firefox",
		"CriOS", "Chrome", "Chrome", "Chrome", "Safari", "Safari")
	system := firstIn(userAgent, "Windows", "Windows", "iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "CrOS",
		"ChromeOS",
		"Mac OS X", "Mac", "Linux", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser+system != "":
		return browser + system
	}
	return "Unknown device"
}

// firstIn takes mark, name, mark, name … and returns the name of the first mark in the text, or "".
func firstIn(text string, markName ...string) string {
	for i := 0; i+1 < len(markName); i += 2 {
		if strings.Contains(text, markName[i]) {
			return markName[i+1]
		}
	}
	return ""
}
