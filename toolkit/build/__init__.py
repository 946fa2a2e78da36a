"""From a workspace's sheets and templates to its papers: what is stale, why, and making it. Floor 3."""

from toolkit.build.plan import Wanted, plan
from toolkit.build.run import Report, build
from toolkit.build.state import State
from toolkit.build.target import Plan, Target
from toolkit.build.workspace import Workspace

__all__ = ["Plan", "Report", "State", "Target", "Wanted", "Workspace", "build", "plan"]
