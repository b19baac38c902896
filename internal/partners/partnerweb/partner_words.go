package partnerweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/policy"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// PartnerTabs leads between contacts, organisations and services: those of them that the actor may visit.
func PartnerTabs(a policy.Actor, path string) []ui.NavItem {
	var tabs []ui.NavItem
	if policy.Can(a, policy.ViewContacts) {
		tabs = append(tabs, ui.NavItem{Text: "Contacts", Href: "/contacts"},
			ui.NavItem{Text: "Organisations", Href: "/organisations"})
	}
	if policy.Can(a, policy.ViewServices) {
		tabs = append(tabs, ui.NavItem{Text: "Services", Href: "/services"})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == path
	}
	return tabs
}

// channelWords says how somebody wants to be reached.
func channelWords(channel string) string {
	if channel == partners.ByEmail {
		return "e-mail"
	}
	return channel
}

// channelChoices are the ways to be reached, as radios.
func channelChoices() []ui.Option {
	var options []ui.Option
	for _, c := range partners.Channels() {
		options = append(options, ui.Option{Value: c, Text: frame.Sentence(channelWords(c))})
	}
	return options
}

// spanWords says from when to when: "Since 3 March 2026" or "3 March 2026 to 9 May 2026".
func spanWords(from, to domain.Date) string {
	if to.IsZero() {
		return "Since " + from.Words()
	}
	return from.Words() + " to " + to.Words()
}
