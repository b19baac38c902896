// Package queueweb serves the administrator's page of the work in the background.
package queueweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/queues"
	"fourgates/internal/queues/queueapp"
	"fourgates/internal/queues/queuestore"
	"fourgates/internal/serve"
)

func QueueRoutes() []serve.Route {
	jobID := serve.IDOf[domain.JobID]("job")
	return []serve.Route{
		serve.Get("/admin/queues", policy.ManageQueues, showQueues),
		serve.Post("/admin/queues/jobs/{job}/tries", policy.ManageQueues, serve.On(jobID, retry)),
		serve.Post("/admin/queues/jobs/{job}/giving-up", policy.ManageQueues, serve.On(jobID, giveUp)),
	}
}

// jobsListed is how many pieces of work each list shows.
const jobsListed = 50

func showQueues(c *serve.Call) error { return queuesPage(c, form.New(nil)) }

func queuesPage(c *serve.Call, f form.Form) error {
	const title = "Work in the background"
	p := QueuesProps{Shell: c.Shell(title).Under("Administration", "/admin", title), Form: f, Listed: jobsListed}
	var err error
	if p.Worked, err = queuestore.Worked(c.Context(), c.Read); err != nil {
		return err
	}
	if p.Standings, err = queuestore.Standings(c.Context(), c.Read); err != nil {
		return err
	}
	var looked []queues.Looked
	err = c.Read.Ask(c.Context(), queuestore.AskTroubled(jobsListed+1, &p.Troubled),
		queuestore.AskUnderWay(jobsListed+1, &p.UnderWay), queuestore.AskLooked(queues.OfTheClock(), &looked))
	if err != nil {
		return err
	}
	p.Looked = map[queues.Kind]queues.Looked{}
	for _, l := range looked {
		p.Looked[l.Kind] = l
	}
	return c.Page(f, Queues(p))
}

func retry(c *serve.Call, id domain.JobID) error {
	return change(c, "It is tried again", func() error { return queueapp.Retry(c.Context(), c.App, c.Actor, id) })
}

func giveUp(c *serve.Call, id domain.JobID) error {
	return change(c, "Given up", func() error { return queueapp.GiveUp(c.Context(), c.App, c.Actor, id) })
}

// change does with a piece of work what a button says.
func change(c *serve.Call, done string, do func() error) error {
	f := c.Posted()
	if err := f.Take(do); err != nil {
		return err
	}
	if !f.OK() {
		return queuesPage(c, f)
	}
	return c.Done(done, "/admin/queues")
}
