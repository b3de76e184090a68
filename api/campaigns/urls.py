"""Addresses of roll-calls below /api/v1/."""

from django.urls import path

from api.campaigns.tasks import GiveTask, PlaceTaskMoves, PlaceTasks
from api.campaigns.views import (
    AddTargets,
    Calls,
    CampaignMoves,
    Campaigns,
    LiveCampaign,
    OneCampaign,
    Preview,
    Results,
    Targets,
)

urlpatterns = [
    path("campaigns/", Campaigns.as_view(), name="campaigns"),
    path("campaigns/preview/", Preview.as_view(), name="campaign_preview"),
    path("campaigns/<uuid:campaign>/", OneCampaign.as_view(), name="campaign"),
    path("campaigns/<uuid:campaign>/moves/", CampaignMoves.as_view(), name="campaign_moves"),
    path("campaigns/<uuid:campaign>/targets/", Targets.as_view(), name="campaign_targets"),
    path("campaigns/<uuid:campaign>/targets/add/", AddTargets.as_view(), name="add_campaign_targets"),
    path("campaigns/<uuid:campaign>/calls/", Calls.as_view(), name="campaign_calls"),
    path("campaigns/<uuid:campaign>/results/", Results.as_view(), name="campaign_results"),
    path("campaigns/<uuid:campaign>/live/", LiveCampaign.as_view(), name="campaign_live"),
    path("campaigns/<uuid:campaign>/tasks/", GiveTask.as_view(), name="give_place_task"),
    path("place-tasks/", PlaceTasks.as_view(), name="place_tasks"),
    path("place-tasks/<uuid:task>/moves/", PlaceTaskMoves.as_view(), name="place_task_moves"),
]
