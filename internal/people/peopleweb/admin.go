package peopleweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func AdminRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/admin", policy.ManagePeople, admin),
		serve.Get("/admin/roles", policy.ManagePeople, roleMatrix),
		serve.Get("/admin/people", policy.ManagePeople, peopleList),
		serve.Get("/admin/people/new", policy.ManagePeople, newPerson),
		serve.Post("/admin/people", policy.ManagePeople, invitePerson),
		serve.Get("/admin/people/{person}", policy.ManagePeople, serve.On(personOf, person)),
		serve.Get("/admin/people/{person}/edit", policy.ManagePeople, serve.On(personOf, editPerson)),
		serve.Post("/admin/people/{person}", policy.ManagePeople, serve.On(personOf, changePerson)),
		serve.Post("/admin/people/{person}/invitations", policy.ManagePeople,
			serve.On(serve.IDOf[domain.PersonID]("person"), inviteAgain)),
		serve.Post("/admin/people/{person}/disabling", policy.ManagePeople,
			serve.On(serve.IDOf[domain.PersonID]("person"), disablePerson)).RestsOn("person", "person"),
		serve.Post("/admin/people/{person}/enabling", policy.ManagePeople,
			serve.On(serve.IDOf[domain.PersonID]("person"), enablePerson)).RestsOn("person", "person"),
		serve.Get("/admin/people/{person}/roles/new", policy.ManagePeople, serve.On(personOf, newGrant)),
		serve.Post("/admin/people/{person}/roles", policy.ManagePeople, serve.On(personOf, grantRole)),
		serve.Get("/admin/people/{person}/roles/{grant}/ending", policy.ManagePeople, serve.On(grantOf, endRolePage)),
		serve.Post("/admin/people/{person}/roles/{grant}/ending", policy.ManagePeople,
			serve.On(grantOf, endRole)).RestsOn("person", "person"),
		serve.Get("/admin/people/{person}/deputies/new", policy.ManagePeople, serve.On(personOf, newDeputy)),
		serve.Post("/admin/people/{person}/deputies", policy.ManagePeople, serve.On(personOf, nameDeputy)),
		serve.Post("/admin/people/{person}/deputies/{deputy}/ending", policy.ManagePeople,
			serve.On(deputyAt, endDeputy)).RestsOn("person", "person"),
		serve.Get("/admin/people/{person}/accounts/new", policy.ManagePeople, serve.On(personOf, newAccount)),
		serve.Post("/admin/people/{person}/accounts", policy.ManagePeople, serve.On(personOf, linkAccount)),
		serve.Get("/admin/people/{person}/accounts/parting", policy.ManagePeople, serve.On(personOf, partPage)),
		serve.Post("/admin/people/{person}/accounts/parting", policy.ManagePeople,
			serve.On(personOf, partAccount)).RestsOn("person", "person"),
	}
}

// adminLinks are the parts of the administration, for those who may go there.
var adminLinks = []struct {
	action policy.Action
	link   AdminLink
}{
	{policy.ManagePeople, AdminLink{Text: "People", Href: "/admin/people",
		Words: "Invite people, give and end roles, make links to reset a password, disable accounts."}},
	{policy.ConfirmHolds, AdminLink{Text: "Decisions to confirm", Href: "/holds",
		Words: "Decisions made within a day of setting a password with somebody else’s link: say whose they are."}},
	{policy.EditSeats, AdminLink{Text: "Members", Href: "/members",
		Words: "Begin and end Members’ terms, name substitutes."}},
	{policy.EditSeats, AdminLink{Text: "Wards and divisions", Href: "/seats",
		Words: "Import boundaries, say how many Members each elects."}},
	{policy.ManagePeople, AdminLink{Text: "Roles and rights", Href: "/admin/roles",
		Words: "What each role may do."}},
	{policy.ManageLists, AdminLink{Text: "Themes", Href: "/admin/themes",
		Words: "The list by which issues are categorised."}},
	{policy.EditTemplate, AdminLink{Text: "Timeline template", Href: "/timeline-templates",
		Words: "The phases, weeks, activities and gates from which timelines are made."}},
	{policy.EditHolidays, AdminLink{Text: "Bank holidays", Href: "/bank-holidays",
		Words: "Days on which offices are closed, beyond those that are known: deadlines pass over them."}},
	{policy.EditProcedures, AdminLink{Text: "Councils", Href: "/authorities",
		Words: "Of each council: its nation and holidays, when a decision is key, call-in, notice."}},
	{policy.EditCriteria, AdminLink{Text: "Criteria", Href: "/criteria",
		Words: "What issues are scored by, and how much each counts."}},
	{policy.EraseWords, AdminLink{Text: "Erasing", Href: "/admin/erasures",
		Words: "Erase a name or a resident’s words where the law asks, also in what was signed."}},
	{policy.ManageLists, AdminLink{Text: "Rules of the gates", Href: "/gate-rules",
		Words: "How many Members must approve for a gate to pass."}},
	{policy.ManageMails, AdminLink{Text: "E-mail", Href: "/admin/mails",
		Words: "What was sent and to whom, what waits, what a server refused and why."}},
	{policy.ManageQueues, AdminLink{Text: "Work in the background", Href: "/admin/queues",
		Words: "What is done when its time comes: what waits, what failed and why."}},
}

func admin(c *serve.Call) error {
	return c.Show(Admin(AdminProps{Shell: c.Shell("Administration"), Links: LinksFor(c.Actor)}))
}

// LinksFor are the parts of the administration that the actor may visit.
func LinksFor(actor policy.Actor) []AdminLink {
	var links []AdminLink
	for _, l := range adminLinks {
		if policy.Can(actor, l.action) {
			links = append(links, l.link)
		}
	}
	return links
}

func roleMatrix(c *serve.Call) error {
	const title = "Roles and rights"
	return c.Show(Roles(c.Shell(title).Under("Administration", "/admin", title)))
}
