package page

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/ui"
)

// PartnerTabs leads between contacts, organisations and services: those of them that the actor may visit.
func PartnerTabs(a policy.Actor, path string) []ui.NavItem {
	var tabs []ui.NavItem
	if policy.Can(a, policy.ViewContacts) {
		tabs = append(tabs, ui.NavItem{Text: "Contacts", Href: "/contacts"}, ui.NavItem{Text: "Organisations", Href: "/organisations"})
	}
	if policy.Can(a, policy.ViewServices) {
		tabs = append(tabs, ui.NavItem{Text: "Services", Href: "/services"})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == path
	}
	return tabs
}

// to is an address, or an element's id, made from a pattern of ours and ids.
func to(pattern string, ids ...any) string { return fmt.Sprintf(pattern, ids...) }

// sentence starts the words with a capital: "patch worker" is "Patch worker".
func sentence(words string) string {
	return domain.Capital(words)
}

// choices makes options of a list of words, each standing for itself, after an empty one where first is not "".
func choices[T ~string](first string, list []T) []ui.Option {
	var options []ui.Option
	if first != "" {
		options = append(options, ui.Option{Text: first})
	}
	for _, v := range list {
		options = append(options, ui.Option{Value: string(v), Text: sentence(string(v))})
	}
	return options
}

// channelWords says how somebody wants to be reached.
func channelWords(channel string) string {
	if channel == domain.ByEmail {
		return "e-mail"
	}
	return channel
}

// channelChoices are the ways to be reached, as radios.
func channelChoices() []ui.Option {
	var options []ui.Option
	for _, c := range domain.Channels() {
		options = append(options, ui.Option{Value: c, Text: sentence(channelWords(c))})
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
