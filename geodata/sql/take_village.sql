-- A row of a household carries its village, without being told.
CREATE OR REPLACE FUNCTION take_village_of_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.village_id IS NULL THEN
        SELECT village_id INTO NEW.village_id FROM geodata_household WHERE id = NEW.household_id;
    END IF;
    RETURN NEW;
END $$;

DO $do$ DECLARE one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['placement', 'occupancyperiod', 'livelihood', 'resident', 'carerecord', 'contactlink', 'visit',
                               'card', 'linkchange', 'pairingline', 'absence', 'householdlineage', 'toldapart', 'tokenalias', 'registerchange', 'needhousehold', 'dooranswer', 'matching', 'entitlement', 'agencyservice', 'listrow',
                               'campaigntarget', 'campaignresult', 'coopmembership', 'projecthousehold', 'cardline'] LOOP
        EXECUTE format($$
            CREATE OR REPLACE TRIGGER take_village BEFORE INSERT ON geodata_%s
                FOR EACH ROW EXECUTE FUNCTION take_village_of_household();
        $$, one);
    END LOOP;
END $do$;
