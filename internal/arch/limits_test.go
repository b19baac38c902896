package arch_test

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
)

// caps are the lists that the stores cut off, by the function that asks, each with how its answer says so or why it is
// whole all the same: "paged" leads on to the rest, "said" names its cap on the page, "few" is a choice of the best or
// newest that claims to be no more, "steps" is work of which the rest is done in the next step.
var caps = map[string]string{
	"internal/plans/planstore.saidSQL":                     "few: quotes in a plan",
	"internal/plans/planstore.Feedbacks":                   "paged",
	"internal/places/placestore.Areas":                     "paged, and said on a home",
	"internal/places/placestore.Members":                   "paged",
	"internal/holds/holdstore.NewestLinks":                 "said",
	"internal/db.ForgetForms":                              "steps",
	"internal/holds/holdstore.Open":                        "said",
	"internal/holds/holdstore.Ended":                       "said",
	"internal/places/placestore.Glance":                    "few: the latest events, which lead to all",
	"internal/executive/executivestore.ExecutiveDecisions": "said",
	"internal/letters/letterstore.ToPost":                  "said",
	"internal/solutions/solutionstore.ViewsWaiting":        "said",
	"internal/issues/issuestore.askAreaChoices":            "said: the area is typed where they are more",
	"internal/issues/issuestore.LikelyDuplicates":          "few: those most like it",
	"internal/issues/issuestore.ReusableEvidence":          "said",
	"internal/issues/issuestore.QuickWinsToDeliver":        "said",
	"internal/issues/issuestore.IssueMap":                  "said",
	"internal/issues/issuestore.ask":                       "paged",
	"internal/issues/issuestore.best":                      "said: all are listed newest first, and in the file",
	"internal/issues/issuestore.byWays":                    "paged",
	"internal/issues/issuestore.first":                     "paged",
	"internal/register/registerstore.WalkNotices":          "steps",
	"internal/register/registerstore.WalkSteps":            "steps",
	"internal/register/registerstore.MisfitsInSteps":       "steps",
	"internal/register/registerstore.RegisterPage":         "paged",
	"internal/gates/gatestore.SignedWith":                  "few: it says how many more there are",
	"internal/signin.AddTry":                               "steps",
	"internal/rounds/roundstore.Words":                     "said",
	"internal/partners/partnerstore.ListContacts":          "paged",
	"internal/partners/partnerstore.CountContacts":         "said: 1,000+",
	"internal/partners/partnerstore.ListOrganisations":     "said",
	"internal/partners/partnerstore.RemovedFromNetwork":    "said",
	"internal/partners/partnerstore.informed":              "said",
	"internal/asks/askstore.Waiting":                       "said",
	"internal/asks/askstore.Seen":                          "said",
	"internal/asks/askstore.Overdue":                       "steps",
	"internal/asks/askstore.ByLetter":                      "said",
	"internal/comments/commentstore.OfArea":                "said",
	"internal/db.Steps":                                    "said",
	"internal/db.AskHistory":                               "said",
	"internal/notices/noticestore.AreaNotices":             "paged",
	"internal/notices/noticestore.NoticesTo":               "said",
	"internal/notices/noticestore.MarkNoticesSeen":         "steps",
	"internal/procedures/procedurestore.OpenDeadlines":     "said",
	"internal/calendars/calendarstore.PhasesFor":           "few: the soonest 2,000",
	"internal/people/peoplestore.People":                   "paged",
	"internal/people/peoplestore.AccountsOf":               "few: those most like it",
	"internal/queues/queuestore.AskTroubled":               "said",
	"internal/queues/queuestore.AskUnderWay":               "said",
	"internal/mails/mailstore.Mails":                       "paged",
	"internal/mails/mailstore.ToAsk":                       "steps",
}

var (
	limit = regexp.MustCompile(`\bLIMIT\s+(@?\w+)`)
	one   = regexp.MustCompile(`\bLIMIT\s+1\b`)
)

// Every answer is whole or says that it is not.
func TestEveryCapIsKnown(t *testing.T) {
	met := map[string]bool{}
	for _, name := range ourFiles(t, ".go") {
		dir := path.Dir(name)
		if strings.HasSuffix(name, "_test.go") || !strings.HasPrefix(dir, "internal/") ||
			!strings.HasSuffix(dir, "store") && dir != "internal/db" && dir != "internal/signin" {
			continue
		}
		f, set := parse(t, name, 0)
		for _, decl := range f.Decls {
			of := ""
			switch d := decl.(type) {
			case *ast.FuncDecl:
				of = d.Name.Name
			case *ast.GenDecl:
				if len(d.Specs) > 0 {
					if v, ok := d.Specs[0].(*ast.ValueSpec); ok {
						of = v.Names[0].Name
					}
				}
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				text, ok := joined(n)
				if !ok {
					return true
				}
				if len(limit.FindAllString(text, -1)) > len(one.FindAllString(text, -1)) {
					key := dir + "." + of
					if met[key] = true; caps[key] == "" {
						t.Errorf("%s: %s cuts its list off: say so on its page, and how, in caps",
							set.Position(n.Pos()), key)
					}
				}
				return false
			})
		}
	}
	for key := range caps {
		if !met[key] {
			t.Errorf("%s cuts nothing off any more: take it out of caps", key)
		}
	}
}
