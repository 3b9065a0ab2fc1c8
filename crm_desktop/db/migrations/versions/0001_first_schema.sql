CREATE TABLE action (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT DEFAULT 'do' NOT NULL,
    done_at DATETIME NOT NULL,
    actor TEXT DEFAULT '' NOT NULL,
    reverses_id INTEGER,
    undone BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_action_reverses_id FOREIGN KEY(reverses_id) REFERENCES action (id)
);
CREATE INDEX ix_action_done_at ON action (done_at);
CREATE INDEX ix_action_reverses_id ON action (reverses_id);
CREATE TABLE article (
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    topic TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME
);
CREATE TABLE attachment_content (
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_attachment_content PRIMARY KEY (sha256)
);
CREATE TABLE change_context (
    id INTEGER NOT NULL,
    action_id INTEGER,
    bulk BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT pk_change_context PRIMARY KEY (id)
);
CREATE TABLE choice (
    list_key TEXT NOT NULL,
    value TEXT NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    hidden BOOLEAN DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_choice_list_key_value UNIQUE (list_key, value)
);
CREATE TABLE commission_plan (
    name TEXT NOT NULL,
    basis TEXT NOT NULL,
    rules TEXT DEFAULT '' NOT NULL,
    valid_from DATE,
    valid_until DATE,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE competitor (
    name TEXT NOT NULL,
    products TEXT DEFAULT '' NOT NULL,
    strengths TEXT DEFAULT '' NOT NULL,
    weaknesses TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE custom_table (
    name TEXT NOT NULL,
    icon TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE deal_stage (
    code TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    probability_bp INTEGER DEFAULT 0 NOT NULL,
    allowed_days INTEGER,
    exit_steps TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE follow_up_rule (
    code TEXT DEFAULT '' NOT NULL,
    name TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    active BOOLEAN DEFAULT 0 NOT NULL,
    last_run_on DATE,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE holiday (
    day DATE NOT NULL,
    name TEXT NOT NULL,
    closed BOOLEAN DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_holiday_day_name UNIQUE (day, name)
);
CREATE TABLE import_recipe (
    name TEXT NOT NULL,
    headings TEXT NOT NULL,
    mapping TEXT NOT NULL,
    used_on DATE,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME
);
CREATE TABLE lifecycle_stage (
    code TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    allowed_days INTEGER,
    lowest_price_bp INTEGER,
    payment_days INTEGER,
    focus_season TEXT DEFAULT '' NOT NULL,
    closed BOOLEAN DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE membership_level (
    name TEXT NOT NULL,
    from_spend_minor BIGINT DEFAULT 0 NOT NULL,
    points_per_unit_bp INTEGER DEFAULT 0 NOT NULL,
    discount_bp INTEGER DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);
CREATE TABLE number_series (
    "key" TEXT NOT NULL,
    pattern TEXT NOT NULL,
    period TEXT DEFAULT '' NOT NULL,
    next_value INTEGER DEFAULT 1 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_number_series_key UNIQUE ("key")
);
CREATE TABLE product_category (
    name TEXT NOT NULL,
    parent_id INTEGER,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME,
    CONSTRAINT fk_product_category_parent_id FOREIGN KEY(parent_id) REFERENCES product_category (id) ON DELETE SET NULL
);
CREATE INDEX ix_product_category_parent_id ON product_category (parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE saved_report (
    report_key TEXT NOT NULL,
    name TEXT NOT NULL,
    options TEXT DEFAULT '' NOT NULL,
    schedule TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE saved_view (
    entity TEXT DEFAULT 'contact' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    columns TEXT DEFAULT '' NOT NULL,
    sort TEXT DEFAULT '' NOT NULL,
    frozen BOOLEAN DEFAULT 0 NOT NULL,
    pinned BOOLEAN DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_setting_key UNIQUE ("key")
);
CREATE TABLE shop (
    name TEXT NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    phone TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME
);
CREATE TABLE tag (
    name TEXT NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_tag_name UNIQUE (name)
);
CREATE TABLE change (
    id INTEGER NOT NULL,
    action_id INTEGER,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    last_row_id INTEGER,
    operation TEXT NOT NULL,
    "before" TEXT,
    CONSTRAINT pk_change PRIMARY KEY (id),
    CONSTRAINT ck_change_operation CHECK (operation IN ('I', 'U', 'D')),
    CONSTRAINT fk_change_action_id FOREIGN KEY(action_id) REFERENCES action (id)
);
CREATE INDEX ix_change_action_id ON change (action_id);
CREATE INDEX ix_change_row ON change (table_name, row_id);
CREATE TABLE custom_field (
    entity TEXT NOT NULL,
    custom_table_id INTEGER,
    "key" TEXT NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    options TEXT DEFAULT '' NOT NULL,
    group_name TEXT DEFAULT '' NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    sensitive BOOLEAN DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME,
    CONSTRAINT fk_custom_field_custom_table_id FOREIGN KEY(custom_table_id) REFERENCES custom_table (id) ON DELETE SET NULL
);
CREATE INDEX ix_custom_field_custom_table_id ON custom_field (custom_table_id) WHERE custom_table_id IS NOT NULL;
CREATE TABLE import_batch (
    file_name TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    counts TEXT DEFAULT '' NOT NULL,
    mapping TEXT DEFAULT '' NOT NULL,
    recipe_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_import_batch_recipe_id FOREIGN KEY(recipe_id) REFERENCES import_recipe (id) ON DELETE SET NULL
);
CREATE TABLE staff (
    name TEXT NOT NULL,
    phone TEXT DEFAULT '' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    grade TEXT DEFAULT '' NOT NULL,
    shop_id INTEGER,
    manager_id INTEGER,
    active BOOLEAN DEFAULT 1 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_staff_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_staff_manager_id FOREIGN KEY(manager_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_staff_manager_id ON staff (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX ix_staff_shop_id ON staff (shop_id) WHERE shop_id IS NOT NULL;
CREATE TABLE attachment (
    record_table TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT DEFAULT '' NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_attachment_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_attachment_record ON attachment (record_table, record_id);
CREATE INDEX ix_attachment_sha256 ON attachment (sha256);
CREATE TABLE campaign (
    name TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    goal TEXT DEFAULT '' NOT NULL,
    channel TEXT DEFAULT '' NOT NULL,
    offer TEXT DEFAULT '' NOT NULL,
    script TEXT DEFAULT '' NOT NULL,
    starts_on DATE,
    ends_on DATE,
    place TEXT DEFAULT '' NOT NULL,
    previous_id INTEGER,
    budget_minor BIGINT,
    cost_minor BIGINT,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    hold_out_bp INTEGER DEFAULT 0 NOT NULL,
    status TEXT DEFAULT 'draft' NOT NULL,
    owner_id INTEGER,
    lesson TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_campaign_previous_id FOREIGN KEY(previous_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_campaign_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_campaign_owner_id ON campaign (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX ix_campaign_previous_id ON campaign (previous_id) WHERE previous_id IS NOT NULL;
CREATE TABLE custom_value (
    field_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    number_milli INTEGER,
    date DATE,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_custom_value_field_id FOREIGN KEY(field_id) REFERENCES custom_field (id) ON DELETE CASCADE,
    CONSTRAINT uq_custom_value_field_id_record_id UNIQUE (field_id, record_id)
);
CREATE INDEX ix_custom_value_record_id ON custom_value (record_id);
CREATE TABLE import_row (
    import_batch_id INTEGER NOT NULL,
    sheet TEXT DEFAULT '' NOT NULL,
    row_number INTEGER NOT NULL,
    fate TEXT NOT NULL,
    record_table TEXT DEFAULT '' NOT NULL,
    record_id INTEGER,
    fingerprint TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_import_row_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE CASCADE
);
CREATE INDEX ix_import_row_fingerprint ON import_row (fingerprint);
CREATE INDEX ix_import_row_import_batch_id ON import_row (import_batch_id);
CREATE TABLE improvement (
    title TEXT NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    decided_on DATE,
    told_on DATE,
    owner_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_improvement_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE TABLE month_lock (
    month DATE NOT NULL,
    locked_at DATETIME NOT NULL,
    staff_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_month_lock_month UNIQUE (month),
    CONSTRAINT fk_month_lock_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE TABLE service_promise (
    kind TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    answer_hours INTEGER,
    solve_hours INTEGER,
    visit_days INTEGER,
    escalate_to_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_service_promise_escalate_to_id FOREIGN KEY(escalate_to_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE TABLE sticky_note (
    text TEXT NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_sticky_note_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_sticky_note_staff_id ON sticky_note (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE target (
    month DATE NOT NULL,
    measure TEXT NOT NULL,
    staff_id INTEGER,
    shop_id INTEGER,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_target_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_target_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL
);
CREATE INDEX ix_target_shop_id ON target (shop_id) WHERE shop_id IS NOT NULL;
CREATE INDEX ix_target_staff_id ON target (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE territory (
    name TEXT NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deleted_at DATETIME,
    CONSTRAINT fk_territory_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_territory_staff_id ON territory (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE contact (
    kind TEXT DEFAULT 'person' NOT NULL,
    party TEXT DEFAULT 'customer' NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT DEFAULT '' NOT NULL,
    pinyin TEXT DEFAULT '' NOT NULL,
    initials TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    gender TEXT DEFAULT '' NOT NULL,
    birth_year INTEGER,
    birth_month INTEGER,
    birth_day INTEGER,
    birth_lunar BOOLEAN DEFAULT 0 NOT NULL,
    birth_leap BOOLEAN DEFAULT 0 NOT NULL,
    customer_no TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    customer_type TEXT DEFAULT '' NOT NULL,
    industry TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    source_detail TEXT DEFAULT '' NOT NULL,
    stage_id INTEGER,
    owner_id INTEGER,
    shop_id INTEGER,
    territory_id INTEGER,
    parent_id INTEGER,
    referred_by_id INTEGER,
    via_dealer_id INTEGER,
    since DATE,
    tax_no TEXT DEFAULT '' NOT NULL,
    bank TEXT DEFAULT '' NOT NULL,
    bank_account TEXT DEFAULT '' NOT NULL,
    credit_limit_minor BIGINT,
    payment_days INTEGER,
    opening_spent_minor BIGINT DEFAULT 0 NOT NULL,
    opening_sale_count INTEGER DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    need INTEGER,
    money INTEGER,
    authority INTEGER,
    timing INTEGER,
    low_touch BOOLEAN DEFAULT 0 NOT NULL,
    no_marketing BOOLEAN DEFAULT 0 NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    archived_at DATETIME,
    merged_into_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT ck_contact_kind CHECK (kind IN ('person', 'company')),
    CONSTRAINT ck_contact_birth_month CHECK (birth_month IS NULL OR birth_month BETWEEN 1 AND 12),
    CONSTRAINT ck_contact_birth_day CHECK (birth_day IS NULL OR birth_day BETWEEN 1 AND 31),
    CONSTRAINT fk_contact_stage_id FOREIGN KEY(stage_id) REFERENCES lifecycle_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_territory_id FOREIGN KEY(territory_id) REFERENCES territory (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_parent_id FOREIGN KEY(parent_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_referred_by_id FOREIGN KEY(referred_by_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_via_dealer_id FOREIGN KEY(via_dealer_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL,
    CONSTRAINT fk_contact_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_contact_birthday ON contact (birth_month, birth_day) WHERE birth_month IS NOT NULL;
CREATE INDEX ix_contact_customer_no ON contact (customer_no) WHERE customer_no <> '';
CREATE INDEX ix_contact_hidden ON contact (id) WHERE deleted_at IS NOT NULL OR archived_at IS NOT NULL OR party = 'contact_person';
CREATE INDEX ix_contact_import_batch_id ON contact (import_batch_id) WHERE import_batch_id IS NOT NULL;
CREATE INDEX ix_contact_name ON contact (name);
CREATE INDEX ix_contact_owner_id ON contact (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX ix_contact_parent_id ON contact (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX ix_contact_pinyin ON contact (pinyin);
CREATE INDEX ix_contact_referred_by_id ON contact (referred_by_id) WHERE referred_by_id IS NOT NULL;
CREATE INDEX ix_contact_shop_id ON contact (shop_id) WHERE shop_id IS NOT NULL;
CREATE INDEX ix_contact_stage_id ON contact (stage_id) WHERE stage_id IS NOT NULL;
CREATE INDEX ix_contact_tax_no ON contact (tax_no) WHERE tax_no <> '';
CREATE INDEX ix_contact_territory_id ON contact (territory_id) WHERE territory_id IS NOT NULL;
CREATE INDEX ix_contact_via_dealer_id ON contact (via_dealer_id) WHERE via_dealer_id IS NOT NULL;
CREATE TABLE product (
    code TEXT DEFAULT '' NOT NULL,
    barcode TEXT DEFAULT '' NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT DEFAULT '' NOT NULL,
    initials TEXT DEFAULT '' NOT NULL,
    spec TEXT DEFAULT '' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    category_id INTEGER,
    is_service BOOLEAN DEFAULT 0 NOT NULL,
    price_minor BIGINT,
    cost_minor BIGINT,
    floor_price_minor BIGINT,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    tax_bp INTEGER,
    days_of_use INTEGER,
    warranty_months INTEGER,
    service_months INTEGER,
    service_hours INTEGER,
    stock_counted BOOLEAN DEFAULT 0 NOT NULL,
    low_stock_milli INTEGER,
    expert_id INTEGER,
    picture_id INTEGER,
    active BOOLEAN DEFAULT 1 NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES product_category (id) ON DELETE SET NULL,
    CONSTRAINT fk_product_expert_id FOREIGN KEY(expert_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_product_picture_id FOREIGN KEY(picture_id) REFERENCES attachment (id) ON DELETE SET NULL,
    CONSTRAINT fk_product_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_product_barcode ON product (barcode) WHERE barcode <> '';
CREATE INDEX ix_product_category_id ON product (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX ix_product_code ON product (code) WHERE code <> '';
CREATE INDEX ix_product_expert_id ON product (expert_id) WHERE expert_id IS NOT NULL;
CREATE INDEX ix_product_name ON product (name);
CREATE TABLE account_team (
    contact_id INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_account_team_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_account_team_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE CASCADE
);
CREATE INDEX ix_account_team_contact_id ON account_team (contact_id);
CREATE INDEX ix_account_team_staff_id ON account_team (staff_id);
CREATE TABLE campaign_member (
    campaign_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    group_name TEXT DEFAULT 'target' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    stand TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    reached_at DATETIME,
    responded_at DATETIME,
    response TEXT DEFAULT '' NOT NULL,
    result TEXT DEFAULT '' NOT NULL,
    checked_in_at DATETIME,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_campaign_member_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE,
    CONSTRAINT uq_campaign_member_campaign_id_contact_id UNIQUE (campaign_id, contact_id),
    CONSTRAINT fk_campaign_member_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_campaign_member_contact_id ON campaign_member (contact_id);
CREATE TABLE company_person (
    company_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    department TEXT DEFAULT '' NOT NULL,
    decides BOOLEAN DEFAULT 0 NOT NULL,
    left_on DATE,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_company_person_company_id_person_id UNIQUE (company_id, person_id),
    CONSTRAINT ck_company_person_two_contacts CHECK (company_id <> person_id),
    CONSTRAINT fk_company_person_company_id FOREIGN KEY(company_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_company_person_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_company_person_company_id ON company_person (company_id);
CREATE INDEX ix_company_person_person_id ON company_person (person_id);
CREATE TABLE competitor_price (
    competitor_id INTEGER NOT NULL,
    product_id INTEGER,
    contact_id INTEGER,
    heard_on DATE NOT NULL,
    price_minor BIGINT,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_competitor_price_competitor_id FOREIGN KEY(competitor_id) REFERENCES competitor (id) ON DELETE CASCADE,
    CONSTRAINT fk_competitor_price_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_competitor_price_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_competitor_price_competitor_id ON competitor_price (competitor_id);
CREATE INDEX ix_competitor_price_contact_id ON competitor_price (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_competitor_price_product_id ON competitor_price (product_id) WHERE product_id IS NOT NULL;
CREATE TABLE consent (
    contact_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT DEFAULT '' NOT NULL,
    given_on DATE,
    withdrawn_on DATE,
    source TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_consent_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_consent_contact_id ON consent (contact_id);
CREATE TABLE contact_address (
    contact_id INTEGER NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    text TEXT NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    province TEXT DEFAULT '' NOT NULL,
    city TEXT DEFAULT '' NOT NULL,
    district TEXT DEFAULT '' NOT NULL,
    street TEXT DEFAULT '' NOT NULL,
    postcode TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_contact_address_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_address_contact_id ON contact_address (contact_id);
CREATE TABLE contact_email (
    contact_id INTEGER NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    address TEXT NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    problem TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_contact_email_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_email_contact_id ON contact_email (contact_id);
CREATE INDEX ix_contact_email_key ON contact_email ("key");
CREATE TABLE contact_handle (
    contact_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_contact_handle_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_handle_contact_id ON contact_handle (contact_id);
CREATE TABLE contact_phone (
    contact_id INTEGER NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    number TEXT NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    extension TEXT DEFAULT '' NOT NULL,
    problem TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_contact_phone_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_phone_contact_id ON contact_phone (contact_id);
CREATE INDEX ix_contact_phone_key ON contact_phone ("key") WHERE key <> '';
CREATE TABLE contact_stats (
    contact_id INTEGER NOT NULL,
    last_contact_on DATE,
    next_due_on DATE,
    next_due_time TEXT DEFAULT '' NOT NULL,
    first_sale_on DATE,
    last_sale_on DATE,
    sale_count INTEGER DEFAULT 0 NOT NULL,
    spent_minor BIGINT DEFAULT 0 NOT NULL,
    owed_minor BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_contact_stats PRIMARY KEY (contact_id),
    CONSTRAINT fk_contact_stats_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_stats_last_contact_on ON contact_stats (last_contact_on, contact_id);
CREATE INDEX ix_contact_stats_last_sale_on ON contact_stats (last_sale_on, contact_id);
CREATE INDEX ix_contact_stats_next_due_on ON contact_stats (next_due_on, contact_id);
CREATE INDEX ix_contact_stats_owed_minor ON contact_stats (owed_minor, contact_id);
CREATE INDEX ix_contact_stats_spent_minor ON contact_stats (spent_minor, contact_id);
CREATE TABLE contact_tag (
    contact_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_contact_tag_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT uq_contact_tag_contact_id_tag_id UNIQUE (contact_id, tag_id),
    CONSTRAINT fk_contact_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE CASCADE
);
CREATE INDEX ix_contact_tag_tag_id ON contact_tag (tag_id);
CREATE TABLE custom_record (
    custom_table_id INTEGER NOT NULL,
    contact_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_custom_record_custom_table_id FOREIGN KEY(custom_table_id) REFERENCES custom_table (id) ON DELETE CASCADE,
    CONSTRAINT fk_custom_record_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_custom_record_contact_id ON custom_record (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_custom_record_custom_table_id ON custom_record (custom_table_id);
CREATE TABLE deal (
    contact_id INTEGER,
    person_id INTEGER,
    title TEXT NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    stage_id INTEGER,
    stage_since DATE,
    state TEXT DEFAULT 'open' NOT NULL,
    expected_on DATE,
    closed_on DATE,
    owner_id INTEGER,
    shop_id INTEGER,
    source TEXT DEFAULT '' NOT NULL,
    campaign_id INTEGER,
    lost_reason TEXT DEFAULT '' NOT NULL,
    competitor_id INTEGER,
    extended_until DATE,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT ck_deal_state CHECK (state IN ('open', 'won', 'lost', 'dormant')),
    CONSTRAINT fk_deal_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_stage_id FOREIGN KEY(stage_id) REFERENCES deal_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_competitor_id FOREIGN KEY(competitor_id) REFERENCES competitor (id) ON DELETE SET NULL
);
CREATE INDEX ix_deal_campaign_id ON deal (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_deal_competitor_id ON deal (competitor_id) WHERE competitor_id IS NOT NULL;
CREATE INDEX ix_deal_contact_id ON deal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_deal_open ON deal (stage_id) WHERE state = 'open';
CREATE INDEX ix_deal_owner_id ON deal (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX ix_deal_person_id ON deal (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ix_deal_shop_id ON deal (shop_id) WHERE shop_id IS NOT NULL;
CREATE INDEX ix_deal_stage_id ON deal (stage_id) WHERE stage_id IS NOT NULL;
CREATE TABLE duplicate_verdict (
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT uq_duplicate_verdict_first_id_second_id UNIQUE (first_id, second_id),
    CONSTRAINT fk_duplicate_verdict_first_id FOREIGN KEY(first_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_duplicate_verdict_second_id FOREIGN KEY(second_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_duplicate_verdict_first_id ON duplicate_verdict (first_id);
CREATE INDEX ix_duplicate_verdict_second_id ON duplicate_verdict (second_id);
CREATE TABLE exit_interview (
    contact_id INTEGER NOT NULL,
    held_on DATE NOT NULL,
    staff_id INTEGER,
    reason TEXT DEFAULT '' NOT NULL,
    competitor_id INTEGER,
    offer_heard TEXT DEFAULT '' NOT NULL,
    would_return_for TEXT DEFAULT '' NOT NULL,
    may_call_again BOOLEAN,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_exit_interview_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_exit_interview_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_exit_interview_competitor_id FOREIGN KEY(competitor_id) REFERENCES competitor (id) ON DELETE SET NULL
);
CREATE INDEX ix_exit_interview_competitor_id ON exit_interview (competitor_id) WHERE competitor_id IS NOT NULL;
CREATE INDEX ix_exit_interview_contact_id ON exit_interview (contact_id);
CREATE TABLE gift (
    contact_id INTEGER NOT NULL,
    given_on DATE,
    what TEXT NOT NULL,
    occasion TEXT DEFAULT '' NOT NULL,
    value_minor INTEGER,
    staff_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_gift_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_gift_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_gift_contact_id ON gift (contact_id);
CREATE INDEX ix_gift_staff_id ON gift (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE lifecycle_change (
    contact_id INTEGER NOT NULL,
    from_stage_id INTEGER,
    to_stage_id INTEGER,
    changed_at DATETIME NOT NULL,
    "trigger" TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_lifecycle_change_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_lifecycle_change_from_stage_id FOREIGN KEY(from_stage_id) REFERENCES lifecycle_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_lifecycle_change_to_stage_id FOREIGN KEY(to_stage_id) REFERENCES lifecycle_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_lifecycle_change_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_lifecycle_change_changed_at ON lifecycle_change (changed_at);
CREATE INDEX ix_lifecycle_change_contact_id ON lifecycle_change (contact_id);
CREATE INDEX ix_lifecycle_change_staff_id ON lifecycle_change (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE membership (
    contact_id INTEGER NOT NULL,
    card_no TEXT DEFAULT '' NOT NULL,
    club TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    joined_on DATE,
    expires_on DATE,
    suspended BOOLEAN DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_membership_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_membership_card_no ON membership (card_no);
CREATE INDEX ix_membership_contact_id ON membership (contact_id);
CREATE TABLE payment (
    contact_id INTEGER,
    paid_on DATE NOT NULL,
    kind TEXT DEFAULT 'payment' NOT NULL,
    method TEXT DEFAULT '' NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    shop_id INTEGER,
    note TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_payment_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT ck_payment_kind CHECK (kind IN ('payment', 'refund', 'deposit')),
    CONSTRAINT fk_payment_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_payment_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_payment_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_payment_contact_day ON payment (contact_id, paid_on);
CREATE INDEX ix_payment_import_batch_id ON payment (import_batch_id) WHERE import_batch_id IS NOT NULL;
CREATE INDEX ix_payment_paid_on ON payment (paid_on);
CREATE TABLE preference (
    contact_id INTEGER NOT NULL,
    topic TEXT NOT NULL,
    value TEXT NOT NULL,
    confirmed_on DATE,
    important BOOLEAN DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_preference_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_preference_contact_id ON preference (contact_id);
CREATE TABLE product_option (
    product_id INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    name TEXT NOT NULL,
    extra_minor BIGINT DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_product_option_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_option_product_id ON product_option (product_id);
CREATE TABLE product_part (
    product_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    after_months INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_product_part_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT fk_product_part_part_id FOREIGN KEY(part_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_part_part_id ON product_part (part_id);
CREATE INDEX ix_product_part_product_id ON product_part (product_id);
CREATE TABLE product_price (
    product_id INTEGER NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    from_quantity_milli BIGINT DEFAULT 0 NOT NULL,
    price_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_product_price_product_id_level_from_quantity_milli_currency UNIQUE (product_id, level, from_quantity_milli, currency),
    CONSTRAINT fk_product_price_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_price_product_id ON product_price (product_id);
CREATE TABLE relation (
    contact_id INTEGER NOT NULL,
    other_id INTEGER,
    kind TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    birth_year INTEGER,
    birth_month INTEGER,
    birth_day INTEGER,
    birth_lunar BOOLEAN DEFAULT 0 NOT NULL,
    birth_leap BOOLEAN DEFAULT 0 NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_relation_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_relation_other_id FOREIGN KEY(other_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_relation_contact_id ON relation (contact_id);
CREATE INDEX ix_relation_other_id ON relation (other_id) WHERE other_id IS NOT NULL;
CREATE TABLE saved_view_member (
    saved_view_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_saved_view_member_saved_view_id FOREIGN KEY(saved_view_id) REFERENCES saved_view (id) ON DELETE CASCADE,
    CONSTRAINT uq_saved_view_member_saved_view_id_contact_id UNIQUE (saved_view_id, contact_id),
    CONSTRAINT fk_saved_view_member_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
);
CREATE INDEX ix_saved_view_member_contact_id ON saved_view_member (contact_id);
CREATE TABLE deal_stage_change (
    deal_id INTEGER NOT NULL,
    from_stage_id INTEGER,
    to_stage_id INTEGER,
    changed_at DATETIME NOT NULL,
    "trigger" TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    steps_done TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    approver_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_deal_stage_change_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE,
    CONSTRAINT fk_deal_stage_change_from_stage_id FOREIGN KEY(from_stage_id) REFERENCES deal_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_stage_change_to_stage_id FOREIGN KEY(to_stage_id) REFERENCES deal_stage (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_stage_change_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_deal_stage_change_approver_id FOREIGN KEY(approver_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_deal_stage_change_deal_id ON deal_stage_change (deal_id);
CREATE TABLE deal_step (
    deal_id INTEGER NOT NULL,
    stage_id INTEGER,
    text TEXT NOT NULL,
    done BOOLEAN DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_deal_step_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE,
    CONSTRAINT fk_deal_step_stage_id FOREIGN KEY(stage_id) REFERENCES deal_stage (id) ON DELETE SET NULL
);
CREATE INDEX ix_deal_step_deal_id ON deal_step (deal_id);
CREATE TABLE expense (
    spent_on DATE NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    staff_id INTEGER,
    shop_id INTEGER,
    contact_id INTEGER,
    deal_id INTEGER,
    campaign_id INTEGER,
    reimbursed BOOLEAN DEFAULT 0 NOT NULL,
    limit_minor BIGINT,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_expense_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_expense_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_expense_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_expense_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE SET NULL,
    CONSTRAINT fk_expense_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL
);
CREATE INDEX ix_expense_campaign_id ON expense (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_expense_contact_id ON expense (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_expense_spent_on ON expense (spent_on);
CREATE INDEX ix_expense_staff_id ON expense (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE forecast_snapshot (
    taken_on DATE NOT NULL,
    month DATE NOT NULL,
    deal_id INTEGER NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    probability_bp INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_forecast_snapshot_taken_on_deal_id UNIQUE (taken_on, deal_id),
    CONSTRAINT fk_forecast_snapshot_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE
);
CREATE INDEX ix_forecast_snapshot_deal_id ON forecast_snapshot (deal_id);
CREATE TABLE membership_level_change (
    membership_id INTEGER NOT NULL,
    changed_on DATE NOT NULL,
    from_level TEXT DEFAULT '' NOT NULL,
    to_level TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_membership_level_change_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id) ON DELETE CASCADE
);
CREATE INDEX ix_membership_level_change_membership_id ON membership_level_change (membership_id);
CREATE TABLE quote (
    number TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    contact_id INTEGER,
    person_id INTEGER,
    deal_id INTEGER,
    status TEXT DEFAULT 'draft' NOT NULL,
    quoted_on DATE NOT NULL,
    valid_until DATE,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    tax_included BOOLEAN DEFAULT 1 NOT NULL,
    subtotal_minor BIGINT DEFAULT 0 NOT NULL,
    discount_minor BIGINT DEFAULT 0 NOT NULL,
    tax_minor BIGINT DEFAULT 0 NOT NULL,
    total_minor BIGINT DEFAULT 0 NOT NULL,
    below_floor_reason TEXT DEFAULT '' NOT NULL,
    approver_id INTEGER,
    staff_id INTEGER,
    terms TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_quote_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_quote_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_quote_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE SET NULL,
    CONSTRAINT fk_quote_approver_id FOREIGN KEY(approver_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_quote_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_quote_contact_id ON quote (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_quote_deal_id ON quote (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX ix_quote_number ON quote (number);
CREATE INDEX ix_quote_staff_id ON quote (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE quote_line (
    quote_id INTEGER NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    product_id INTEGER,
    description TEXT DEFAULT '' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    quantity_milli BIGINT DEFAULT 0 NOT NULL,
    unit_price_minor BIGINT DEFAULT 0 NOT NULL,
    discount_bp INTEGER DEFAULT 0 NOT NULL,
    discount_minor BIGINT DEFAULT 0 NOT NULL,
    tax_bp INTEGER DEFAULT 0 NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    options TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_quote_line_quote_id FOREIGN KEY(quote_id) REFERENCES quote (id) ON DELETE CASCADE,
    CONSTRAINT fk_quote_line_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL
);
CREATE INDEX ix_quote_line_product_id ON quote_line (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX ix_quote_line_quote_id ON quote_line (quote_id);
CREATE TABLE sale (
    number TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT 'sale' NOT NULL,
    status TEXT DEFAULT 'confirmed' NOT NULL,
    contact_id INTEGER,
    person_id INTEGER,
    sold_on DATE NOT NULL,
    due_on DATE,
    promised_on DATE,
    staff_id INTEGER,
    promoter_id INTEGER,
    shop_id INTEGER,
    channel TEXT DEFAULT '' NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    tax_included BOOLEAN DEFAULT 1 NOT NULL,
    subtotal_minor BIGINT DEFAULT 0 NOT NULL,
    discount_minor BIGINT DEFAULT 0 NOT NULL,
    tax_minor BIGINT DEFAULT 0 NOT NULL,
    total_minor BIGINT DEFAULT 0 NOT NULL,
    paid_minor BIGINT DEFAULT 0 NOT NULL,
    below_floor_reason TEXT DEFAULT '' NOT NULL,
    approver_id INTEGER,
    return_of_id INTEGER,
    quote_id INTEGER,
    deal_id INTEGER,
    campaign_id INTEGER,
    voucher_code TEXT DEFAULT '' NOT NULL,
    external_ref TEXT DEFAULT '' NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_sale_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT ck_sale_kind CHECK (kind IN ('sale', 'return', 'opening')),
    CONSTRAINT ck_sale_status CHECK (status IN ('draft', 'held', 'confirmed', 'cancelled')),
    CONSTRAINT ck_sale_total CHECK (total_minor = subtotal_minor - discount_minor + CASE WHEN tax_included THEN 0 ELSE tax_minor END),
    CONSTRAINT fk_sale_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_promoter_id FOREIGN KEY(promoter_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_approver_id FOREIGN KEY(approver_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_return_of_id FOREIGN KEY(return_of_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_quote_id FOREIGN KEY(quote_id) REFERENCES quote (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_sale_campaign_id ON sale (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_sale_contact_day ON sale (contact_id, sold_on);
CREATE INDEX ix_sale_deal_id ON sale (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX ix_sale_import_batch_id ON sale (import_batch_id) WHERE import_batch_id IS NOT NULL;
CREATE INDEX ix_sale_number ON sale (number) WHERE number <> '';
CREATE INDEX ix_sale_open ON sale (contact_id, due_on) WHERE paid_minor <> total_minor AND status = 'confirmed';
CREATE INDEX ix_sale_quote_id ON sale (quote_id) WHERE quote_id IS NOT NULL;
CREATE INDEX ix_sale_return_of_id ON sale (return_of_id) WHERE return_of_id IS NOT NULL;
CREATE INDEX ix_sale_shop_id ON sale (shop_id) WHERE shop_id IS NOT NULL;
CREATE INDEX ix_sale_sold_on ON sale (sold_on, contact_id, total_minor, kind, status, currency, deleted_at);
CREATE INDEX ix_sale_staff_id ON sale (staff_id) WHERE staff_id IS NOT NULL;
CREATE TABLE commission_share (
    sale_id INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    share_bp INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_commission_share_sale_id_staff_id UNIQUE (sale_id, staff_id),
    CONSTRAINT fk_commission_share_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE CASCADE,
    CONSTRAINT fk_commission_share_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE CASCADE
);
CREATE INDEX ix_commission_share_sale_id ON commission_share (sale_id);
CREATE INDEX ix_commission_share_staff_id ON commission_share (staff_id);
CREATE TABLE delivery (
    sale_id INTEGER NOT NULL,
    shipped_on DATE,
    carrier TEXT DEFAULT '' NOT NULL,
    tracking_no TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    received_on DATE,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_delivery_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE CASCADE
);
CREATE INDEX ix_delivery_sale_id ON delivery (sale_id);
CREATE TABLE invoice (
    sale_id INTEGER,
    contact_id INTEGER,
    number TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    tax_no TEXT DEFAULT '' NOT NULL,
    issued_on DATE,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    tax_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_invoice_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_invoice_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_invoice_contact_id ON invoice (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_invoice_sale_id ON invoice (sale_id) WHERE sale_id IS NOT NULL;
CREATE TABLE order_milestone (
    sale_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    due_on DATE,
    done_on DATE,
    staff_id INTEGER,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_order_milestone_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE CASCADE,
    CONSTRAINT fk_order_milestone_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_order_milestone_sale_id ON order_milestone (sale_id);
CREATE TABLE payment_allocation (
    payment_id INTEGER NOT NULL,
    sale_id INTEGER NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_payment_allocation_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE CASCADE,
    CONSTRAINT uq_payment_allocation_payment_id_sale_id UNIQUE (payment_id, sale_id),
    CONSTRAINT fk_payment_allocation_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE CASCADE
);
CREATE INDEX ix_payment_allocation_sale_id ON payment_allocation (sale_id);
CREATE TABLE points_entry (
    membership_id INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    points INTEGER NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    sale_id INTEGER,
    expires_on DATE,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_points_entry_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id) ON DELETE CASCADE,
    CONSTRAINT fk_points_entry_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_points_entry_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_points_entry_membership_day ON points_entry (membership_id, happened_on);
CREATE INDEX ix_points_entry_sale_id ON points_entry (sale_id) WHERE sale_id IS NOT NULL;
CREATE TABLE sale_line (
    sale_id INTEGER NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    product_id INTEGER,
    description TEXT DEFAULT '' NOT NULL,
    spec TEXT DEFAULT '' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    quantity_milli BIGINT DEFAULT 0 NOT NULL,
    unit_price_minor BIGINT DEFAULT 0 NOT NULL,
    discount_bp INTEGER DEFAULT 0 NOT NULL,
    discount_minor BIGINT DEFAULT 0 NOT NULL,
    tax_bp INTEGER DEFAULT 0 NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    cost_minor BIGINT,
    gift BOOLEAN DEFAULT 0 NOT NULL,
    options TEXT DEFAULT '' NOT NULL,
    return_of_line_id INTEGER,
    remark TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_sale_line_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE CASCADE,
    CONSTRAINT fk_sale_line_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_sale_line_return_of_line_id FOREIGN KEY(return_of_line_id) REFERENCES sale_line (id) ON DELETE SET NULL
);
CREATE INDEX ix_sale_line_product_id ON sale_line (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX ix_sale_line_sale_id ON sale_line (sale_id);
CREATE TABLE stored_value_entry (
    membership_id INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    amount_minor BIGINT DEFAULT 0 NOT NULL,
    bonus_minor BIGINT DEFAULT 0 NOT NULL,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    payment_id INTEGER,
    sale_id INTEGER,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_stored_value_entry_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id) ON DELETE CASCADE,
    CONSTRAINT fk_stored_value_entry_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE SET NULL,
    CONSTRAINT fk_stored_value_entry_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_stored_value_entry_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_stored_value_entry_membership_id ON stored_value_entry (membership_id);
CREATE INDEX ix_stored_value_entry_payment_id ON stored_value_entry (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX ix_stored_value_entry_sale_id ON stored_value_entry (sale_id) WHERE sale_id IS NOT NULL;
CREATE TABLE voucher (
    code TEXT NOT NULL,
    contact_id INTEGER,
    campaign_id INTEGER,
    product_id INTEGER,
    value_minor BIGINT,
    discount_bp INTEGER,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    valid_from DATE,
    valid_until DATE,
    used_on DATE,
    sale_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT uq_voucher_code UNIQUE (code),
    CONSTRAINT fk_voucher_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_voucher_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_voucher_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_voucher_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL
);
CREATE INDEX ix_voucher_campaign_id ON voucher (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_voucher_contact_id ON voucher (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_voucher_sale_id ON voucher (sale_id) WHERE sale_id IS NOT NULL;
CREATE TABLE asset (
    contact_id INTEGER,
    product_id INTEGER,
    sale_line_id INTEGER,
    name TEXT DEFAULT '' NOT NULL,
    serial TEXT DEFAULT '' NOT NULL,
    plate TEXT DEFAULT '' NOT NULL,
    vin TEXT DEFAULT '' NOT NULL,
    quantity_milli BIGINT DEFAULT 0 NOT NULL,
    sold_on DATE,
    installed_on DATE,
    warranty_until DATE,
    next_service_on DATE,
    place TEXT DEFAULT '' NOT NULL,
    retired_on DATE,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_asset_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_asset_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_asset_sale_line_id FOREIGN KEY(sale_line_id) REFERENCES sale_line (id) ON DELETE SET NULL
);
CREATE INDEX ix_asset_contact_id ON asset (contact_id);
CREATE INDEX ix_asset_next_service_on ON asset (next_service_on);
CREATE INDEX ix_asset_product_id ON asset (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX ix_asset_sale_line_id ON asset (sale_line_id) WHERE sale_line_id IS NOT NULL;
CREATE INDEX ix_asset_serial ON asset (serial) WHERE serial <> '';
CREATE INDEX ix_asset_warranty_until ON asset (warranty_until);
CREATE TABLE delivery_line (
    delivery_id INTEGER NOT NULL,
    sale_line_id INTEGER NOT NULL,
    quantity_milli BIGINT DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT uq_delivery_line_delivery_id_sale_line_id UNIQUE (delivery_id, sale_line_id),
    CONSTRAINT fk_delivery_line_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_line_sale_line_id FOREIGN KEY(sale_line_id) REFERENCES sale_line (id) ON DELETE CASCADE
);
CREATE INDEX ix_delivery_line_delivery_id ON delivery_line (delivery_id);
CREATE INDEX ix_delivery_line_sale_line_id ON delivery_line (sale_line_id);
CREATE TABLE stock_movement (
    product_id INTEGER NOT NULL,
    shop_id INTEGER,
    moved_on DATE NOT NULL,
    quantity_milli BIGINT DEFAULT 0 NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    sale_line_id INTEGER,
    staff_id INTEGER,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_stock_movement_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT fk_stock_movement_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id) ON DELETE SET NULL,
    CONSTRAINT fk_stock_movement_sale_line_id FOREIGN KEY(sale_line_id) REFERENCES sale_line (id) ON DELETE SET NULL,
    CONSTRAINT fk_stock_movement_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_stock_movement_product_id ON stock_movement (product_id);
CREATE INDEX ix_stock_movement_sale_line_id ON stock_movement (sale_line_id) WHERE sale_line_id IS NOT NULL;
CREATE INDEX ix_stock_movement_shop_id ON stock_movement (shop_id) WHERE shop_id IS NOT NULL;
CREATE TABLE asset_reading (
    asset_id INTEGER NOT NULL,
    read_on DATE NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    value_milli BIGINT DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_asset_reading_asset_id FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE INDEX ix_asset_reading_asset_id ON asset_reading (asset_id);
CREATE TABLE asset_service (
    asset_id INTEGER NOT NULL,
    done_on DATE NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    part_id INTEGER,
    staff_id INTEGER,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_asset_service_asset_id FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE,
    CONSTRAINT fk_asset_service_part_id FOREIGN KEY(part_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_asset_service_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_asset_service_asset_id ON asset_service (asset_id);
CREATE INDEX ix_asset_service_part_id ON asset_service (part_id) WHERE part_id IS NOT NULL;
CREATE TABLE ticket (
    number TEXT DEFAULT '' NOT NULL,
    contact_id INTEGER,
    person_id INTEGER,
    kind TEXT DEFAULT 'request' NOT NULL,
    topic TEXT DEFAULT '' NOT NULL,
    subject TEXT NOT NULL,
    body TEXT DEFAULT '' NOT NULL,
    channel TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    priority INTEGER DEFAULT 0 NOT NULL,
    received_at DATETIME NOT NULL,
    promised_at DATETIME,
    answered_at DATETIME,
    solved_at DATETIME,
    owner_id INTEGER,
    about_staff_id INTEGER,
    asset_id INTEGER,
    sale_id INTEGER,
    product_id INTEGER,
    result TEXT DEFAULT '' NOT NULL,
    cost_minor BIGINT,
    currency VARCHAR(3) DEFAULT 'CNY' NOT NULL,
    satisfaction INTEGER,
    satisfaction_note TEXT DEFAULT '' NOT NULL,
    improvement_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT ck_ticket_score CHECK (satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5),
    CONSTRAINT fk_ticket_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_about_staff_id FOREIGN KEY(about_staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_asset_id FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL,
    CONSTRAINT fk_ticket_improvement_id FOREIGN KEY(improvement_id) REFERENCES improvement (id) ON DELETE SET NULL
);
CREATE INDEX ix_ticket_asset_id ON ticket (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX ix_ticket_contact_id ON ticket (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_ticket_improvement_id ON ticket (improvement_id) WHERE improvement_id IS NOT NULL;
CREATE INDEX ix_ticket_open ON ticket (promised_at) WHERE status IN ('open', 'waiting');
CREATE INDEX ix_ticket_owner_id ON ticket (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX ix_ticket_product_id ON ticket (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX ix_ticket_sale_id ON ticket (sale_id) WHERE sale_id IS NOT NULL;
CREATE TABLE answer (
    campaign_id INTEGER,
    ticket_id INTEGER,
    contact_id INTEGER,
    question TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    score INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_answer_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_answer_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE SET NULL,
    CONSTRAINT fk_answer_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE SET NULL
);
CREATE INDEX ix_answer_campaign_id ON answer (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_answer_contact_id ON answer (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_answer_ticket_id ON answer (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE asset_fault (
    asset_id INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    ticket_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_asset_fault_asset_id FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE,
    CONSTRAINT fk_asset_fault_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE SET NULL
);
CREATE INDEX ix_asset_fault_asset_id ON asset_fault (asset_id);
CREATE INDEX ix_asset_fault_ticket_id ON asset_fault (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE follow_up (
    contact_id INTEGER,
    person_id INTEGER,
    kind TEXT DEFAULT 'task' NOT NULL,
    title TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    due_on DATE,
    due_time TEXT DEFAULT '' NOT NULL,
    minutes INTEGER,
    priority INTEGER DEFAULT 0 NOT NULL,
    owner_id INTEGER,
    state TEXT DEFAULT 'open' NOT NULL,
    done_at DATETIME,
    result TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    recurrence TEXT DEFAULT '' NOT NULL,
    previous_id INTEGER,
    rule_id INTEGER,
    rule_key TEXT,
    snoozed_until DATETIME,
    deal_id INTEGER,
    sale_id INTEGER,
    ticket_id INTEGER,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_follow_up_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT ck_follow_up_state CHECK (state IN ('open', 'done', 'cancelled')),
    CONSTRAINT fk_follow_up_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_previous_id FOREIGN KEY(previous_id) REFERENCES follow_up (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_rule_id FOREIGN KEY(rule_id) REFERENCES follow_up_rule (id) ON DELETE SET NULL,
    CONSTRAINT uq_follow_up_rule_key UNIQUE (rule_key),
    CONSTRAINT fk_follow_up_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE SET NULL,
    CONSTRAINT fk_follow_up_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_follow_up_contact_day ON follow_up (contact_id, due_on);
CREATE INDEX ix_follow_up_deal_id ON follow_up (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX ix_follow_up_done_at ON follow_up (done_at);
CREATE INDEX ix_follow_up_open ON follow_up (due_on) WHERE state = 'open';
CREATE INDEX ix_follow_up_owner_id ON follow_up (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX ix_follow_up_person_id ON follow_up (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ix_follow_up_previous_id ON follow_up (previous_id) WHERE previous_id IS NOT NULL;
CREATE INDEX ix_follow_up_rule_id ON follow_up (rule_id) WHERE rule_id IS NOT NULL;
CREATE INDEX ix_follow_up_sale_id ON follow_up (sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX ix_follow_up_ticket_id ON follow_up (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE staff_score (
    staff_id INTEGER NOT NULL,
    scored_on DATE NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER,
    ticket_id INTEGER,
    note TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_staff_score_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE CASCADE,
    CONSTRAINT fk_staff_score_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE SET NULL
);
CREATE INDEX ix_staff_score_staff_id ON staff_score (staff_id);
CREATE TABLE ticket_step (
    ticket_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    happened_at DATETIME NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    staff_id INTEGER,
    minutes INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_ticket_step_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
    CONSTRAINT fk_ticket_step_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_ticket_step_ticket_id ON ticket_step (ticket_id);
CREATE TABLE follow_up_step (
    follow_up_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    done BOOLEAN DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT fk_follow_up_step_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE CASCADE
);
CREATE INDEX ix_follow_up_step_follow_up_id ON follow_up_step (follow_up_id);
CREATE TABLE timeline_entry (
    contact_id INTEGER NOT NULL,
    person_id INTEGER,
    kind TEXT NOT NULL,
    direction TEXT DEFAULT '' NOT NULL,
    happened_on DATE NOT NULL,
    happened_at DATETIME,
    title TEXT DEFAULT '' NOT NULL,
    body TEXT DEFAULT '' NOT NULL,
    result TEXT DEFAULT '' NOT NULL,
    minutes INTEGER,
    pinned BOOLEAN DEFAULT 0 NOT NULL,
    staff_id INTEGER,
    follow_up_id INTEGER,
    deal_id INTEGER,
    sale_id INTEGER,
    ticket_id INTEGER,
    campaign_id INTEGER,
    import_batch_id INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    deleted_at DATETIME,
    CONSTRAINT fk_timeline_entry_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CONSTRAINT fk_timeline_entry_person_id FOREIGN KEY(person_id) REFERENCES contact (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE SET NULL,
    CONSTRAINT fk_timeline_entry_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id) ON DELETE SET NULL
);
CREATE INDEX ix_timeline_entry_campaign_id ON timeline_entry (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_contact_day ON timeline_entry (contact_id, happened_on);
CREATE INDEX ix_timeline_entry_contact_id ON timeline_entry (contact_id);
CREATE INDEX ix_timeline_entry_deal_id ON timeline_entry (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_follow_up_id ON timeline_entry (follow_up_id) WHERE follow_up_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_happened_on ON timeline_entry (happened_on);
CREATE INDEX ix_timeline_entry_person_id ON timeline_entry (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_sale_id ON timeline_entry (sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_staff_id ON timeline_entry (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX ix_timeline_entry_ticket_id ON timeline_entry (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE urge (
    follow_up_id INTEGER NOT NULL,
    from_staff_id INTEGER,
    message TEXT DEFAULT '' NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT fk_urge_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE CASCADE,
    CONSTRAINT fk_urge_from_staff_id FOREIGN KEY(from_staff_id) REFERENCES staff (id) ON DELETE SET NULL
);
CREATE INDEX ix_urge_follow_up_id ON urge (follow_up_id);
