-- What the web role may do with each table: all requests, jobs and tests run as it. What is not said here it may not.
-- geodata_importstep, geodata_mark, geodata_matchmark, geodata_needseries, geodata_registereffect, geodata_tallymark and pghistory_context are not named: they are the owner's alone.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM gridmap_web;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM gridmap_web;

-- Read alone: made by migrations, commands or the administrator.
GRANT SELECT ON
    account_emailaddress, account_emailconfirmation, auth_group, auth_group_permissions, auth_permission,
    axes_accessfailurelog, axes_accesslog, django_content_type, django_migrations,
    geodata_baseshape, geodata_firstcode, geodata_layerline, geodata_memberability, geodata_oldnotes, geodata_possibleduplicate, geodata_user_groups,
    geodata_user_user_permissions,
    socialaccount_socialapp
    TO gridmap_web;

-- Appended and never changed: history, records, steps.
GRANT SELECT, INSERT ON
    geodata_addendum, geodata_decisionevent, geodata_meetingevent, geodata_meetingruleevent, geodata_meetingstep,
    geodata_absenceevent, geodata_accessentry, geodata_assignmentevent, geodata_attachmentevent,
    geodata_begunday, geodata_branchareaevent, geodata_calendarversion, geodata_campaignevent, geodata_campaignresult, geodata_campaignstep, geodata_campaigntarget, geodata_cardevent, geodata_carecategoryevent, geodata_consultation, geodata_carerecordevent, geodata_carestep,
    geodata_contactlinkevent, geodata_departmentevent, geodata_dutyevent, geodata_heldvisitevent, geodata_heldvisitstep, geodata_householdevent,
    geodata_householdlineage, geodata_importmove, geodata_lineage, geodata_linkstepevent, geodata_memberevent, geodata_needcategoryevent, geodata_needevent, geodata_needhousehold,
    geodata_needruleevent, geodata_needstep, geodata_orderstep, geodata_serviceitemevent, geodata_serviceorderevent, geodata_teamevent, geodata_teammemberevent, geodata_teamvisitevent, geodata_notice, geodata_pairingevent,
    geodata_pairingstep, geodata_phonenumberevent, geodata_placetaskevent, geodata_planstep, geodata_livelihoodprojectevent, geodata_projectstep, geodata_listrow, geodata_listrun, geodata_training, geodata_doorquestionevent, geodata_edition, geodata_editionpart, geodata_entitlementevent, geodata_entitlementstep, geodata_policyevent, geodata_policystep, geodata_policyversionevent, geodata_registerchangeevent, geodata_registerstep,
    geodata_cooperativeevent, geodata_coopmembershipevent, geodata_enterpriseevent, geodata_enterprisevillageevent, geodata_incomesampleevent, geodata_opportunityevent, geodata_specialistevent,
    geodata_residentevent, geodata_toldapart, geodata_userevent, geodata_visitevent, geodata_visitruleevent,
    geodata_gatheredcoverage, geodata_gatheringstep, geodata_publishedcoverage,
    procrastinate_events
    TO gridmap_web;

-- Written once, and taken away as a whole.
GRANT SELECT, INSERT, DELETE ON
    geodata_apitoken, geodata_attachment, geodata_filepiece, geodata_guidance, geodata_keptcounts, geodata_salesaid
    TO gridmap_web;

-- Changed, never deleted: what ends, ends with a day. UPDATE is also what a row lock asks for.
GRANT SELECT, INSERT, UPDATE ON
    geodata_agendaitem, geodata_decision, geodata_meeting, geodata_meetingrule,
    geodata_absence, geodata_agencyservice, geodata_area, geodata_asked, geodata_assignment, geodata_boundary, geodata_boundaryplan, geodata_branch, geodata_branch_areas,
    geodata_campaign, geodata_card, geodata_cardline, geodata_carecategory, geodata_carerecord, geodata_department, geodata_dispute, geodata_dooranswer, geodata_doorquestion, geodata_duty, geodata_entitlement, geodata_guesses, geodata_heldvisit, geodata_household,
    geodata_importrun, geodata_job, geodata_knownnetwork, geodata_linkchange, geodata_linkstep, geodata_mailaddress, geodata_member, geodata_need, geodata_needcategory, geodata_needrule,
    geodata_cooperative, geodata_coopmembership, geodata_enterprise, geodata_enterprisevillage, geodata_incomesample, geodata_opportunity, geodata_specialist,
    geodata_occupancyperiod, geodata_orderoffer, geodata_pairing, geodata_pairingline, geodata_phone, geodata_phonenumber,
    geodata_placement, geodata_placetask, geodata_policy, geodata_policytrial, geodata_policyversion, geodata_livelihoodproject, geodata_projecthousehold, geodata_projectneed, geodata_registerchange, geodata_resident, geodata_serviceitem, geodata_serviceorder, geodata_supervision, geodata_team, geodata_teammember, geodata_teamvisit, geodata_tokenalias, geodata_user, geodata_visit, geodata_visitor, geodata_visitrule
    TO gridmap_web;

-- The queue's own.
GRANT SELECT, UPDATE ON
    procrastinate_periodic_defers
    TO gridmap_web;

-- Noted by triggers, and taken away when it has been counted anew.
GRANT SELECT, DELETE ON
    geodata_pastchange
    TO gridmap_web;

-- Also deleted: sign-in, drafts, the queue, facts that follow, and links of the same day (policies/contactlink.sql).
GRANT SELECT, INSERT, UPDATE, DELETE ON
    axes_accessattempt, axes_accessattemptexpiration, django_session, geodata_contactlink, geodata_householdfacts, geodata_livelihood, geodata_matching, geodata_tally,
    geodata_comparedday, geodata_importpart, geodata_jobfile, geodata_onetimelink, geodata_plangrid, geodata_workday, geodata_outgoing, geodata_savedview, geodata_weeklyreport, mfa_authenticator, procrastinate_jobs,
    procrastinate_workers, socialaccount_socialaccount, socialaccount_socialtoken, usersessions_usersession
    TO gridmap_web;

-- Of some rows a few columns.
GRANT UPDATE (holder_id, level) ON geodata_campaigntarget TO gridmap_web;
GRANT UPDATE (figures, fingerprint) ON geodata_edition TO gridmap_web;
GRANT UPDATE (used_at, device, network) ON geodata_apitoken TO gridmap_web;
GRANT UPDATE (facts_differing) ON geodata_begunday TO gridmap_web;
GRANT UPDATE (used_at) ON geodata_firstcode TO gridmap_web;
GRANT UPDATE (read_on) ON geodata_notice TO gridmap_web;
GRANT UPDATE (dismissed) ON geodata_oldnotes TO gridmap_web;
GRANT UPDATE (period, name) ON geodata_area TO gridmap_web;
GRANT UPDATE (period, geometry) ON geodata_boundary TO gridmap_web;
GRANT UPDATE (period, grid_id) ON geodata_placement TO gridmap_web;
GRANT SELECT (job_id, type, at) ON procrastinate_events TO gridmap_web;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gridmap_web;
GRANT SELECT ON SEQUENCE import_taken_back TO gridmap_web;
