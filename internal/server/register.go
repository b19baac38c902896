package server

func (s *Server) registerRoutes() []Route { return nil }
