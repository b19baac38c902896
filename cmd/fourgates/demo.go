package main

import (
	"context"

	"fourgates/internal/app"
	"fourgates/internal/server"
)

// loadDemo puts the demo world into an empty database.
var loadDemo func(ctx context.Context, a *app.App) error

// demoPeople are the sign-ins that a demo offers.
var demoPeople func() ([]server.DemoPerson, error)

// openDemo returns whom a demo lets in. It loads the demo world on the first start of a private Postgres; into a database
// of DATABASE_URL nothing is loaded here.
func openDemo(ctx context.Context, a *app.App, d *database) ([]server.DemoPerson, error) {
	if loadDemo == nil {
		return nil, nil
	}
	if d.private != nil {
		if err := loadDemo(ctx, a); err != nil {
			return nil, err
		}
	}
	return demoPeople()
}
