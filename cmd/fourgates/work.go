package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/config"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/job"
	"fourgates/internal/mailer"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailapp"
)

// work works in the background until the context ends; then it finishes what is under way.
func work(ctx context.Context, in installation, args []string) (err error) {
	set := flags(in, "work")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("work does not take %q; write fourgates work", set.Arg(0))
	}
	d, measures, end, err := openProcess(ctx, in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	a := newApp(in, d)
	post, err := withMail(a, in.cfg, councilOf(in.cfg, false))
	if err != nil {
		return err
	}
	if err := measureQueues(measures, a.Store); err != nil {
		return err
	}
	stop, err := startWork(ctx, in, d, a, post, measures)
	if err != nil {
		return err
	}
	defer stop()
	if _, err := fmt.Fprintln(in.out, "Working in the background; Ctrl-C stops it"); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// openProcess opens what pages and background both stand on: the figures of the process, where they are served, and the
// database, which it keeps. End closes them again.
func openProcess(ctx context.Context, in installation) (d *database, measures *prometheus.Registry, end func() error,
	err error) {
	measures = measuresOfProcess()
	stopAdmin, err := serveAdmin(ctx, in.cfg.AdminAddr, measures)
	if err != nil {
		return nil, nil, nil, err
	}
	if d, err = openDatabase(ctx, in.cfg); err != nil {
		stopAdmin()
		return nil, nil, nil, err
	}
	d.keep(in.cfg)
	measurePool(measures, d.pool)
	return d, measures, func() error {
		defer stopAdmin()
		return d.Close()
	}, nil
}

// newApp is what every command of the pages and of the background needs. It sets the log.
func newApp(in installation, d *database) *act.App {
	log := slog.New(slog.NewJSONHandler(in.out, nil))
	slog.SetDefault(log)
	return &act.App{
		Beyond: beyond.Steps(),
		Store:  db.New(d.pool),
		Now:    in.now,
		Log:    log,
		Rules: act.Rules{GateDueWorkingDays: in.cfg.GateDueWorkingDays, SubstitutesAllowed: in.cfg.Substitutes,
			CallInKeyOnly: in.cfg.CallInKeyOnly},
	}
}

// workConnections are those for the work in the background: it takes none from the pages.
const workConnections = 8

// startWork begins to work in the background. It ends with the context; stop waits until what was under way has
// finished.
func startWork(ctx context.Context, in installation, d *database, a *act.App, post mailapp.Post,
	measures prometheus.Registerer) (stop func(), err error) {
	pool, err := openPool(ctx, d.app(in.cfg), workConnections)
	if err != nil {
		return nil, err
	}
	own := *a
	own.Store = db.New(pool)
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	o := job.Options{App: &own, Pool: pool, Post: post, Wall: time.Now, Done: measureWork(measures)}
	working.Go(func() { job.Run(ctx, o) })
	return func() {
		cancel()
		working.Wait()
		pool.Close()
	}, nil
}

// mailTest sends an e-mail to an address, and says what the server answered. It needs no database.
func mailTest(ctx context.Context, in installation, args []string) error {
	if len(args) != 2 || args[0] != "test" {
		return errors.New("write fourgates mail test ADDRESS")
	}
	if wrong := domain.CheckEmail(args[1]); wrong != "" {
		return errors.New(wrong)
	}
	p, _, err := postOf(in.cfg, councilOf(in.cfg, false))
	if err != nil {
		return err
	}
	if p.Send == nil {
		return errors.New("there is no mail server; set SMTP_URL and MAIL_FROM, or NOTIFY_API_KEY and " +
			"NOTIFY_TEMPLATE_ID")
	}
	if err := sendTest(ctx, p, args[1], in.now()); err != nil {
		return fmt.Errorf("the server did not take it: %w", err)
	}
	_, err = fmt.Fprintf(in.out, "The server took the e-mail to %s; look whether it arrives\n",
		domain.FoldEmail(args[1]))
	return err
}

// sendTest sends a test to an address. The error is what the server answered, with what to do about it where that is
// known.
func sendTest(ctx context.Context, p mailapp.Post, address string, now time.Time) error {
	l := mails.LetterTo(p.House, mails.About{Subject: "A test of e-mail from " + p.Council,
		Body: "Somebody asked Fourgates to send this, to see whether e-mail arrives. There is nothing to do."},
		mails.Recipient{Name: "colleague", Address: domain.FoldEmail(address)}, fmt.Sprintf("test-%x", now.UnixNano()))
	_, _, err := p.Send(ctx, l, now)
	if err == nil {
		return nil
	}
	if advice := mailer.Advice(err.Error()); advice != "" {
		return fmt.Errorf("%w\n%s", err, advice)
	}
	return err
}

// withMail is how e-mails leave the house, and says so to the pages of the app.
func withMail(a *act.App, cfg config.Config, council string) (mailapp.Post, error) {
	p, by, err := postOf(cfg, council)
	a.Mail.By = by
	a.Mail.Test = func(ctx context.Context, address string) error { return sendTest(ctx, p, address, a.Now()) }
	return p, err
}

// postOf is how e-mails leave the house, as the settings say, and by what; "" where none go out.
func postOf(cfg config.Config, council string) (p mailapp.Post, by string, err error) {
	p = mailapp.Post{House: mails.House{Council: council, Base: base(cfg), From: cfg.MailFrom},
		PerMinute: cfg.MailPerMinute}
	switch {
	case cfg.NotifyKey != "":
		service, err := mailer.ReadNotify(string(cfg.NotifyKey), cfg.NotifyTemplate, cfg.NotifyURL)
		if err != nil {
			return p, "", err
		}
		p.Notify, p.Fate = true, service.Fate
		p.Send = func(ctx context.Context, l mails.Letter, at time.Time) (string, bool, error) {
			id, err := service.Send(ctx, l, at)
			return id, final(err), err
		}
		return p, "GOV.UK Notify", nil
	case cfg.SMTP != "":
		server, err := mailer.Read(string(cfg.SMTP))
		if err != nil {
			return p, "", fmt.Errorf("SMTP_URL %w", err)
		}
		p.Send = func(ctx context.Context, l mails.Letter, at time.Time) (string, bool, error) {
			err := server.Send(ctx, l, at)
			return "", final(err), err
		}
		return p, "the mail server " + server.Name(), nil
	}
	return p, "", nil
}

// final reports whether what a server did not take would be refused again.
func final(err error) bool {
	failure, ok := errors.AsType[*mailer.Failure](err)
	return ok && failure.Final
}
