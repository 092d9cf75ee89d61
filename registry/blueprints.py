"""Every door of the house: the blueprints of all rooms."""

from registry.accounts import public_views as accounts_public
from registry.accounts import staff_views as accounts_staff
from registry.alerts import partner_views as alerts_partner
from registry.alerts import public_views as alerts_public
from registry.audit import staff_views as audit_staff
from registry.catalogue import feed_views as catalogue_feeds
from registry.catalogue import public_views as catalogue_public
from registry.catalogue import shortlist_views as catalogue_shortlist
from registry.cooperation.activities import staff_views as activities_staff
from registry.cooperation.agreements import staff_views as agreements_staff
from registry.cooperation.countries import public_views as countries_public
from registry.cooperation.countries import staff_views as countries_staff
from registry.cooperation.visits import staff_views as visits_staff
from registry.documents import public_views as documents_public
from registry.documents import staff_views as documents_staff
from registry.imports import staff_views as imports_staff
from registry.leads import partner_views as leads_partner
from registry.leads import public_views as leads_public
from registry.leads import staff_views as leads_staff
from registry.leads.assignment import staff_views as assignment_staff
from registry.leads.meetings import staff_views as meetings_staff
from registry.leads.worklist import staff_views as worklist_staff
from registry.matching import partner_views as matching_partner
from registry.matching import staff_views as matching_staff
from registry.partners import partner_views as partners_partner
from registry.partners import public_views as partners_public
from registry.partners import staff_views as partners_staff
from registry.partners.checks import staff_views as checks_staff
from registry.partners.merging import staff_views as merging_staff
from registry.partners.offers import partner_views as offers_partner
from registry.partners.offers import staff_views as offers_staff
from registry.projects import effect_views as projects_effects
from registry.projects import staff_views as projects_staff
from registry.reports import public_views as reports_public
from registry.reports import staff_views as reports_staff
from registry.reports.boards import public_views as boards_public
from registry.reports.boards import staff_views as boards_staff
from registry.reports.orders import staff_views as orders_staff
from registry.reports.shelf import staff_views as shelf_staff
from registry.tasks import staff_views as tasks_staff
from registry.upkeep import probes

BLUEPRINTS = (
    catalogue_public.blueprint,
    catalogue_feeds.blueprint,
    catalogue_shortlist.blueprint,
    catalogue_feeds.for_robots,
    alerts_public.blueprint,
    alerts_partner.blueprint,
    leads_public.blueprint,
    leads_partner.blueprint,
    leads_staff.blueprint,
    worklist_staff.blueprint,
    assignment_staff.blueprint,
    meetings_staff.blueprint,
    tasks_staff.blueprint,
    visits_staff.blueprint,
    agreements_staff.blueprint,
    activities_staff.blueprint,
    countries_public.blueprint,
    countries_staff.blueprint,
    documents_public.blueprint,
    documents_staff.blueprint,
    projects_staff.blueprint,
    projects_effects.blueprint,
    matching_partner.blueprint,
    matching_staff.blueprint,
    partners_public.blueprint,
    partners_partner.blueprint,
    partners_staff.blueprint,
    checks_staff.blueprint,
    merging_staff.blueprint,
    offers_partner.blueprint,
    offers_staff.blueprint,
    accounts_public.blueprint,
    accounts_staff.blueprint,
    audit_staff.blueprint,
    reports_public.blueprint,
    reports_staff.blueprint,
    imports_staff.blueprint,
    orders_staff.blueprint,
    boards_public.blueprint,
    boards_staff.blueprint,
    shelf_staff.blueprint,
    probes.blueprint,
)
