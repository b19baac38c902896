package main

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/db/schema"
)

// migrate brings the database to this version's schema, or with "down" takes the newest step back.
func migrate(ctx context.Context, in installation, args []string) (err error) {
	down := len(args) == 1 && args[0] == "down"
	if len(args) > 0 && !down {
		return errors.New("write fourgates migrate, or fourgates migrate down")
	}
	d, err := reachDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if down {
		return schema.Down(ctx, d.owner)
	}
	n, err := schema.Up(ctx, d.owner)
	if err != nil {
		return err
	}
	latest, err := schema.Latest()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(in.out, "%d migrations run, the schema is at %d\n", n, latest)
	return err
}
