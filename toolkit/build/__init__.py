"""From a workspace's sheets and templates to its papers: what is stale, why, and making it. Floor 3."""
