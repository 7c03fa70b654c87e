//! Deploys Girder to a cluster, creates its networks and moves account layouts.
