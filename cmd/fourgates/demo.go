package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
	"fourgates/internal/world"
)

// demo loads the demo world into the installation's database and says who can sign in.
func demo(ctx context.Context, in installation, args []string) (err error) {
	set := flags(in, "demo")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("demo does not take %q; it loads the demo world into the database of DATABASE_URL, or the "+
			"private one", set.Arg(0))
	}
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Beyond: beyond.Steps(), Store: db.New(d.pool), Now: in.now, Log: slog.New(slog.DiscardHandler)}
	if err := world.Load(ctx, a); err != nil {
		return err
	}
	people, err := demoPeople(ctx, a)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(in.out, "The demo world is loaded; fourgates serve --demo serves it.\n"+signIns(people))
	return err
}

// openDemo returns whom a demo lets in. It loads the demo world on the first start of a private Postgres; into a
// database of DATABASE_URL nothing is loaded here.
func openDemo(ctx context.Context, in installation, a *act.App, d *database) ([]serve.DemoPerson, error) {
	if d.private != nil {
		if err := loadOnce(ctx, in, a); err != nil {
			return nil, err
		}
	}
	return demoPeople(ctx, a)
}

func loadOnce(ctx context.Context, in installation, a *act.App) error {
	inhabited, err := placestore.AreaCodes(ctx, a.Store.Reader)
	if err != nil || len(inhabited) > 0 {
		return err
	}
	if _, err := fmt.Fprintln(in.out, "Loading the demo world, this once"); err != nil {
		return err
	}
	err = world.Load(ctx, a)
	if errors.Is(err, world.ErrInhabited) { // another server was quicker
		return nil
	}
	return err
}

// demoPeople are the sign-ins that a demo offers; none where the demo world is not in the database.
func demoPeople(ctx context.Context, a *act.App) ([]serve.DemoPerson, error) {
	offered, err := world.SignIns(ctx, a.Store)
	people := make([]serve.DemoPerson, len(offered))
	for i, s := range offered {
		people[i] = serve.DemoPerson(s)
	}
	return people, err
}

// signIns tells whoever started the demo who can sign in: the leading people here, all of them on the page.
func signIns(people []serve.DemoPerson) string {
	if len(people) == 0 {
		return "\nThe demo world is not in this database; fourgates demo loads it.\n\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nDemo sign-ins, all with the password %s\n\n", people[0].Password)
	for _, p := range people[:world.Leads] {
		fmt.Fprintf(&b, "  %-28s %s, %s\n", p.Email, p.Name, p.Role)
	}
	fmt.Fprintf(&b, "\n%d more are on the sign-in page, one click each.\n", len(people)-world.Leads)
	return b.String()
}
