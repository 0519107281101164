//! Whom a message claims to be from: what is a claim, what is a name in passing, and how the From
//! address fits.

use header_verdict::claim::lookalike::Likeness;
use header_verdict::claim::provider::{LinkHost, link_host, signs};
use header_verdict::claim::{Claim, Identity, Strength, identify};
use header_verdict::data::providers::{
    KNOWLEDGE_DATE, MAILBOXES, PROVIDERS, Provider, SERVICE_WORDS, Slot, TELLING_WORDS,
};
use header_verdict::message::domain;
use header_verdict::report::{ClaimSign, HostRelation, PasswordKnown};
use proptest::prelude::*;

fn claim(display_name: &str, address: &str, subject: &str) -> Claim {
    let host = address.rsplit_once('@').map_or(String::new(), |(_, host)| domain::to_ascii(host));
    identify(&Identity { display_name, address, host: &host, subject, text: None })
}

/// The claim of a message with a text.
fn claim_with(display_name: &str, address: &str, subject: &str, text: &str) -> Claim {
    let host = address.rsplit_once('@').map_or(String::new(), |(_, host)| domain::to_ascii(host));
    identify(&Identity { display_name, address, host: &host, subject, text: Some(text) })
}

fn provider(id: &str) -> &'static Provider {
    PROVIDERS.iter().find(|provider| provider.id == id).expect("a provider of the data")
}

fn id(claim: &Claim) -> &str {
    claim.provider.map_or("", |provider| provider.id)
}

#[test]
fn a_sender_that_calls_itself_the_provider_is_a_strong_claim() {
    for (name, expected) in [
        ("Microsoft account team", "microsoft"),
        ("Microsoft-Support", "microsoft"),
        ("MICROSOFT", "microsoft"),
        ("Micros0ft Security", "microsoft"),
        ("\u{39c}icrosoft", "microsoft"),
        ("M i c r o s o f t", "microsoft"),
        ("Micro\u{200b}soft account team", "microsoft"),
        ("MicrosoftAccountTeam", "microsoft"),
        ("Office 365", "microsoft"),
        ("Equipo de cuentas Microsoft", "microsoft"),
        ("Microsoft 帐户团队", "microsoft"),
        ("Das Microsoft-Kontoteam", "microsoft"),
        ("L'équipe des comptes Microsoft", "microsoft"),
        ("Microsoft アカウント チーム", "microsoft"),
        ("Apple ID", "apple"),
        ("Apple", "apple"),
        ("iCloud Support", "apple"),
        ("PayPal Service", "paypal"),
        ("service@paypal.com", "paypal"),
        ("PayPaI", "paypal"),
        ("Google Accounts Team", "google"),
        ("Amazon Customer Service", "amazon"),
        ("Amazon.co.jp", "amazon"),
        ("GitHub Security", "github"),
        ("Facebook", "meta"),
        ("Instagram Help Center", "meta"),
        ("Meta for Business", "meta"),
        ("Meta Support", "meta"),
        ("WhatsApp", "meta"),
        ("Twitter", "x"),
        ("X", "x"),
    ] {
        let claim = claim(name, "info@shop.example", "Hello");
        assert_eq!((id(&claim), claim.strength), (expected, Strength::Strong), "{name}");
        assert_eq!(claim.relation, HostRelation::Unrelated, "{name}");
        assert!(claim.signs.contains(&ClaimSign::DisplayName), "{name}");
    }
}

#[test]
fn a_name_in_passing_is_no_strong_claim() {
    for (name, address, subject) in [
        ("Amazonia Tours", "hello@amazonia-tours.example", "Your trip"),
        ("Applegate Farms", "news@applegate.example", "New this week"),
        ("Chase Miller", "chase@mailbox.example", "Lunch?"),
        ("Tech Weekly", "no-reply@techweekly.example", "Microsoft news weekly: unusual sign-in activity explained"),
        ("Ana Pple", "ana@mailbox.example", "Hi"),
        ("Best gift cards", "sales@giftcards.example", "Amazon gift cards at a discount"),
        ("Jane Roe (Microsoft)", "jane@contoso.example", "Security alert review, minutes"),
        ("Microsoft partner Contoso", "sales@contoso.example", "Your offer"),
        ("Paul Meta", "paul@mailbox.example", "Notes"),
        ("Meta", "meta@mailbox.example", "Hello"),
        ("Xavier", "xavier@mailbox.example", "Hello"),
        ("X Æ", "x@mailbox.example", "Hello"),
        ("x-ray department", "noreply@clinic.example", "Your appointment"),
        ("Big Apple Bakery", "shop@bakery.example", "Pie"),
        ("Googly Eyes Ltd", "shop@googly.example", "Sale"),
        ("Facebook Marketing Weekly", "news@marketing.example", "Ten tips"),
        ("Support", "support@shop.example", "Your order"),
        ("", "amazon@jo.example", "Order"),
        ("Outlook", "news@outlook-magazine.example", "This week"),
        ("Azure Hotel", "stay@azure-hotel.example", "Your booking"),
        ("Jo", "jo@my-apple.example", "Hello"),
        ("Jo", "jo@list.googlegroups.com", "Digest"),
        ("Outlook Express Users", "list@lists.example", "Digest"),
        ("GitHub Fans Berlin", "meet@github-fans.example", "Next meeting"),
        ("Jo", "jo@mailbox.example", "Re: Microsoft account unusual sign-in activity"),
        ("Support", "help@school.example", "Fwd: Microsoft account unusual sign-in activity"),
        ("", "", ""),
    ] {
        let claim = claim(name, address, subject);
        assert!(claim.strength < Strength::Strong, "{name} {address}: {claim:?}");
    }
}

#[test]
fn a_word_with_an_accent_is_no_name_without_it() {
    for (name, address, subject) in [
        ("Kundenservice", "noreply@stadtwerke.example", "Neue Anmeldung über ein neues Gerät"),
        ("", "noreply@bahnshop.example", "Ihr Bestätigungscode für die Anmeldung ÜBER die App"),
        ("Kundenservice über Konto", "x@shop.example", "Hallo"),
        ("Kundenservice u\u{308}ber Konto jo@mailbox.example", "x@shop.example", "Hallo"),
        ("Uber", "jo@mailbox.example", "Alles über mein Konto"),
    ] {
        let claim = claim(name, address, subject);
        assert!(claim.strength < Strength::Strong, "{name} {subject}: {claim:?}");
    }
    // letters that only look the same are a disguise, whatever stands around them
    for name in ["Uber Support", "Ub\u{435}r Support", "Uber Support über alles jo@mailbox.example"] {
        let claim = claim(name, "x@evil.example", "Hallo");
        assert_eq!(id(&claim), "uber", "{name}");
    }
    assert_eq!(claim("Ub\u{435}r Support", "x@evil.example", "Hallo").strength, Strength::Strong);
}

#[test]
fn an_ordinary_word_in_a_subject_names_no_provider() {
    for subject in
        ["Your security code for the Slack integration", "Steam bath: access code", "Chase verification code"]
    {
        let claim = claim("Support", "support@saas.example", subject);
        assert!(claim.strength < Strength::Strong, "{subject}: {claim:?}");
    }
    let named = claim("Support", "support@evil.example", "Your Chase Bank verification code");
    assert_eq!((id(&named), named.strength), ("chase", Strength::Strong));
    let named = claim("Steam Support", "support@evil.example", "Your security code");
    assert_eq!((id(&named), named.strength), ("steam", Strength::Strong));
}

#[test]
fn an_employer_in_brackets_is_a_weak_claim_that_says_so() {
    let claim = claim("Jane Roe (Microsoft)", "jane@contoso.example", "Minutes");
    assert_eq!((id(&claim), claim.strength), ("microsoft", Strength::Weak));
}

#[test]
fn an_address_made_to_look_like_the_providers_is_a_claim() {
    for (address, expected, likeness) in [
        ("noreply@microsoftonline-verify.com", "microsoft", Some(Likeness::Combined)),
        ("noreply@paypal.com.evil.example", "paypal", Some(Likeness::WholeDomain)),
        ("noreply@paypa1.com", "paypal", Some(Likeness::Confusable)),
        ("noreply@xn--pypal-4ve.com", "paypal", Some(Likeness::Confusable)),
        ("paypal-support@evil.example", "paypal", None),
    ] {
        let claim = claim("Service", address, "Hello");
        assert_eq!((id(&claim), claim.strength, claim.likeness), (expected, Strength::Strong, likeness), "{address}");
        assert!(claim.signs.contains(&ClaimSign::AddressText), "{address}");
        let relation = if likeness.is_some() { HostRelation::Lookalike } else { HostRelation::Unrelated };
        assert_eq!(claim.relation, relation, "{address}");
    }
}

#[test]
fn the_same_name_under_the_suffix_of_a_country_is_no_imitation_of_the_whole_domain() {
    for address in ["jo@yahoo.com.my", "jo@hotmail.com.tw", "info@x.com.tr", "sales@ml.com.br", "jo@icloud.com.cn"] {
        let claim = claim("Jo Roe", address, "Lunch?");
        assert!(claim.strength < Strength::Strong, "{address}: {claim:?}");
        assert_ne!(claim.likeness, Some(Likeness::WholeDomain), "{address}");
    }
    // in front of what was registered it is one, in whatever country that was
    for address in [
        "jo@yahoo.com.evil.com.my",
        "jo@mail.yahoo.com.evil.co.uk",
        "service@paypal.com.us.com",
        "service@paypal.com.blogspot.com",
    ] {
        let claim = claim("Jo Roe", address, "Lunch?");
        assert_eq!((claim.strength, claim.likeness), (Strength::Strong, Some(Likeness::WholeDomain)), "{address}");
    }
    // and who bears the name there as a sender is still asked for the domain
    assert_eq!(claim("Yahoo", "security@yahoo.com.evil.example", "Hello").strength, Strength::Strong);
    assert_eq!(claim("PayPal", "service@paypal.com.my", "Hello").strength, Strength::Strong);
}

#[test]
fn a_nameless_sender_with_the_providers_template_is_a_claim() {
    for name in ["Account team", ""] {
        let claim = claim(name, "no-reply@access-accsecurity.com", "Microsoft account unusual signin activity");
        assert_eq!((id(&claim), claim.strength), ("microsoft", Strength::Strong), "{name}");
        assert_eq!(claim.relation, HostRelation::Unrelated, "no word of the brand is in this host");
        assert_eq!(claim.signs, [ClaimSign::Subject]);
        assert_eq!(claim.event.map(|event| event.id), Some("microsoft.unusual_sign_in"));
    }
}

#[test]
fn who_has_a_name_of_their_own_and_quotes_a_template_claims_nothing() {
    let alert =
        "Colleagues, such mails go round: \"We detected something unusual about a recent sign-in\". Ask us first.";
    let code = "I got this: Your PayPal code is 482913. What is it?";
    for (name, address, subject, text) in [
        (
            "Contoso IT Security",
            "it@contoso.example",
            "Warning: \"Microsoft account unusual sign-in activity\" mails",
            alert,
        ),
        ("Security Weekly by Al", "news@weekly.example", "Microsoft account unusual sign-in activity: a study", alert),
        ("Jo Roe", "jo@mailbox.example", "Is this real? Your PayPal code", code),
        ("Anna Roe", "anna@contoso.example", "Your PayPal code, please look", code),
    ] {
        let claim = claim_with(name, address, subject, text);
        assert!(claim.strength < Strength::Strong, "{name}: {claim:?}");
    }
    // a name that anybody bears is none of one's own, and the provider's is a claim
    for name in
        ["Account team", "Security", "Support", "no-reply", "Customer Service Center", "PayPal Kundeninfo Meier"]
    {
        let claim = claim_with(name, "x@evil.example", "Your PayPal code", code);
        assert_eq!((id(&claim), claim.strength), ("paypal", Strength::Strong), "{name}");
    }
}

#[test]
fn behind_the_mark_of_another_message_a_subject_is_no_claim() {
    let marks = [
        "Re",
        "RE[2]",
        "Fwd",
        "AW",
        "PD",
        "Odp",
        "Doorst",
        "Rif",
        "Réf ",
        "転送",
        "Weitergeleitet",
        "Automatic reply",
        "Automatische Antwort",
        "Abwesenheitsnotiz",
        "Out of Office",
        "Undeliverable",
        "Unzustellbar",
        "Autosvar",
        "[#4411] Re",
        "[EXTERN] [dev] Fwd",
    ];
    for mark in marks {
        let subject = [mark, ": Microsoft account security code"].concat();
        let claim = claim("Support", "support@shop.example", &subject);
        assert!(claim.passed_on && claim.strength < Strength::Strong, "{subject}: {claim:?}");
    }
    for subject in [
        "Microsoft account security code",
        "Important: Microsoft account security code",
        "[Ticket 4411] Microsoft account security code",
        "[Re: Microsoft account security code",
        "Microsoft: Re: Microsoft account security code",
        "[Microsoft] Microsoft account security code",
    ] {
        let claim = claim("Support", "support@evil.example", subject);
        assert_eq!((claim.passed_on, claim.strength), (false, Strength::Strong), "{subject}");
    }
    // the mark takes nothing from a sender that calls itself the provider
    assert_eq!(claim("Microsoft", "x@evil.example", "Undeliverable: your mail").strength, Strength::Strong);
}

#[test]
fn a_program_that_reports_about_a_message_claims_nothing() {
    let exchange = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e";
    for (local, subject) in [
        (exchange, "Undeliverable: Your order"),
        ("postmaster", "Unzustellbar: Bestellung"),
        ("jo", "Microsoft Outlook Test Message"),
    ] {
        let claim = claim("Microsoft Outlook", &[local, "@contoso.example"].concat(), subject);
        assert_eq!((id(&claim), claim.strength), ("microsoft", Strength::Weak), "{subject}");
    }
    // the name of the program alone is no disguise for a warning, nor is its address
    for (name, local, subject) in [
        ("Microsoft Outlook", exchange, "Your password expires today"),
        ("Microsoft Outlook", "postmaster", "Your mailbox is full"),
        ("Microsoft Outlook", "postmaster", "Microsoft account unusual sign-in activity"),
        ("Microsoft Outlook", "support", "Undeliverable: 5 messages"),
        ("Microsoft Outlook", "jo", "Microsoft Outlook Test Message: confirm your account"),
        ("Microsoft Outlook Support", "postmaster", "Undeliverable: 5 messages"),
        ("Microsoft account team", exchange, "Undeliverable: 5 messages"),
    ] {
        let claim = claim(name, &[local, "@evil.example"].concat(), subject);
        assert_eq!((id(&claim), claim.strength), ("microsoft", Strength::Strong), "{name} {local} {subject}");
    }
    // a host that is made to look like the provider's is one whatever stands before it
    let claim = claim("Microsoft Outlook", "postmaster@microsoft-security.example", "Undeliverable: 5 messages");
    assert_eq!((claim.relation, claim.strength), (HostRelation::Lookalike, Strength::Strong));
}

#[test]
fn a_mailing_list_that_names_the_writer_claims_nothing() {
    for (name, address) in [
        ("'PayPal' via Accounts Payable", "ap@contoso.example"),
        ("'service@paypal.com' via Accounts Payable", "ap@contoso.example"),
        ("PayPal via groups.io", "service=paypal.com@groups.io"),
        ("PayPal via dev Mailing List", "dev@lists.example"),
        ("PayPal (via dev)", "dev@lists.example"),
        ("PayPal", "000001a2b3c4-dmarc-request@listserv.example"),
        ("GitHub", "0000014C2B3C4-DMARC-REQUEST@LISTSERV.EXAMPLE"),
    ] {
        let claim = claim(name, address, "Your PayPal code");
        assert!(claim.through_list && claim.strength == Strength::Weak, "{name} {address}: {claim:?}");
        assert!(!matches!(claim.relation, HostRelation::Allowed | HostRelation::SameOrganisation), "{name}");
    }
    for (name, address) in [
        ("PayPal via Service", "x@evil.example"),
        ("PayPal via Account Team", "it@evil.example"),
        ("PayPal via paypal.com", "x@evil.example"),
        ("'PayPal' via Support", "paypal.support@gmail.com"),
        ("PayPal", "dmarc-request@evil.example"),
        ("PayPal", "support-dmarc-request@evil.example"),
        ("PayPal", "000001a2b3c4-dmarc-request@gmail.com"),
        ("PayPal", "000001a2b3c4@evil.example"),
    ] {
        let claim = claim(name, address, "Your PayPal code");
        assert_eq!((claim.through_list, claim.strength), (false, Strength::Strong), "{name} {address}: {claim:?}");
    }
    assert!(!claim("PayPal via evil.example", "x@evil.example", "Your code").through_list);
    // a host that imitates the provider's is one whatever form stands before it
    let claim = claim("'PayPal' via Support", "support@paypal-security.example", "Your code");
    assert_eq!((claim.relation, claim.strength), (HostRelation::Lookalike, Strength::Strong));
}

#[test]
fn a_label_that_people_give_themselves_claims_nothing() {
    for (name, address, subject) in [
        ("Gmail", "jo@gmail.com", "photo"),
        ("My Gmail", "jo@gmail.com", "photo"),
        ("Hotmail", "jo.roe@hotmail.com", "Lunch?"),
        ("iCloud", "jo@icloud.com", "photo"),
        ("Yahoo", "jo@yahoo.com", "photo"),
        ("X", "max@gmail.com", "hi"),
        ("X", "x@mailbox.example", "hi"),
    ] {
        let claim = claim(name, address, subject);
        assert!(claim.strength < Strength::Strong, "{name} {address}: {claim:?}");
    }
    for (name, address, subject) in [
        ("Gmail", "gmailteam@gmail.com", "photo"),
        ("Gmail", "account.4471@gmail.com", "photo"),
        ("Gmail", "no-reply@gmail.com", "photo"),
        ("Gmail", "jo@gmail.com", "Your account will be closed"),
        ("Gmail", "jo@hotmail.com", "photo"),
        ("Gmail", "jo@mailbox.example", "photo"),
        ("Gmail Support", "jo@gmail.com", "photo"),
        ("Google", "jo@gmail.com", "photo"),
        ("Yahoo Mail", "jo@yahoo.com", "photo"),
        ("X", "verify@evil.example", "hi"),
        ("X", "max@evil.example", "Your account is suspended"),
        ("X", "max@evil.example", "New login to X from Windows"),
    ] {
        let claim = claim(name, address, subject);
        assert_eq!(claim.strength, Strength::Strong, "{name} {address} {subject}: {claim:?}");
    }
}

#[test]
fn a_person_who_bears_a_providers_name_may_write_of_a_payment() {
    for subject in
        ["Chase: payment for the cabin", "Chase and Amy: receipt for the cabin", "Re: Chase verification code"]
    {
        let claim = claim("Chase", "chase@mailbox.example", subject);
        assert!(claim.strength < Strength::Strong, "{subject}: {claim:?}");
    }
    for (address, subject) in [
        ("alerts@evil.example", "Chase: payment declined"),
        ("chase@evil.example", "Chase verification code"),
        ("chase.alerts@evil.example", "Chase: payment declined"),
    ] {
        let claim = claim("Chase", address, subject);
        assert_eq!((id(&claim), claim.strength), ("chase", Strength::Strong), "{address} {subject}");
    }
}

#[test]
fn a_means_to_sign_in_to_somebody_else_is_no_claim() {
    for subject in
        ["Verify your email address to continue with Google", "Sign in with Apple: verify your email address"]
    {
        let claim = claim("", "no-reply@saas.example", subject);
        assert!(claim.strength < Strength::Strong, "{subject}: {claim:?}");
    }
    // it is the sender's where it is named in another way as well, or is what the sender calls itself
    for (name, subject) in [
        ("", "Google: verify your email address to continue with Google"),
        ("", "Verify your email address with Google"),
        ("Google", "Verify your email address to continue with Google"),
    ] {
        let claim = claim(name, "no-reply@evil.example", subject);
        assert_eq!((id(&claim), claim.strength), ("google", Strength::Strong), "{subject}");
    }
}

#[test]
fn exact_senders_are_allowed_and_their_service_is_known() {
    for (address, provider, service, codes) in [
        ("account-security-noreply@accountprotection.microsoft.com", "microsoft", "account", true),
        ("msonlineservicesteam@microsoftonline.com", "microsoft", "entra", true),
        ("Azure-NoReply@microsoft.com", "microsoft", "entra", true),
        ("invites@microsoft.com", "microsoft", "invitations", false),
        ("no-reply@accounts.google.com", "google", "account", true),
        ("appleid@id.apple.com", "apple", "account", true),
        ("account-update@amazon.com", "amazon", "account", true),
        ("service@paypal.com", "paypal", "account", true),
        ("noreply@github.com", "github", "account", true),
        ("security@facebookmail.com", "meta", "facebook", true),
        ("security@mail.instagram.com", "meta", "instagram", true),
        ("info@x.com", "x", "account", true),
    ] {
        let claim = claim("", address, "");
        assert_eq!((id(&claim), claim.relation), (provider, HostRelation::Allowed), "{address}");
        assert_eq!(claim.service.map(|service| service.id), Some(service), "{address}");
        assert_eq!(claim.sender.map(|sender| sender.codes), Some(codes), "{address}");
        assert!(claim.signs.contains(&ClaimSign::SenderHost));
    }
}

#[test]
fn other_addresses_under_the_providers_domains_are_of_the_same_organisation_only() {
    for address in [
        "account-security-noreply@microsoft.com",
        "security-noreply-account@accountprotection.microsoft.com",
        "mssecurity-noreply@microsoft.com",
        "jane@microsoft.com",
        "noreply@notexist.paypal.com",
        "jane@amazon.com",
        "account-update@amazon.de",
        "noreply@email.apple.com",
        "notice@account.live.com",
    ] {
        let claim = claim("", address, "");
        assert_eq!(claim.relation, HostRelation::SameOrganisation, "{address}");
        assert!(claim.service.is_none(), "{address}");
    }
}

#[test]
fn what_lies_under_a_top_level_domain_of_the_provider_is_its_own() {
    for (name, address, provider) in [
        ("Amazon Web Services", "no-reply@signup.aws", "amazon"),
        ("Amazon Web Services", "no-reply@us-east-1.signin.aws", "amazon"),
        ("Apple Card", "no_reply@post.applecard.apple", "apple"),
        ("Google", "events@blog.google", "google"),
        ("Microsoft", "news@mail.azure", "microsoft"),
        ("Chase", "alerts@mail.chase", "chase"),
    ] {
        let claim = claim(name, address, "Your verification code");
        assert_eq!((id(&claim), claim.relation), (provider, HostRelation::SameOrganisation), "{address}");
        assert!(claim.service.is_none(), "no host there is a sender of codes: {address}");
    }
    // customers have names below some of them, and everybody may have such a name elsewhere
    for (name, address) in [
        ("Amazon Web Services", "no-reply@abc.lambda-url.us-east-1.on.aws"),
        ("Apple", "no-reply@apple.evil.example"),
        ("Amazon Web Services", "no-reply@signin.aws.evil.example"),
        ("Google", "no-reply@myaccount.google.evil.example"),
        ("Apple", "no-reply@applecard-apple.example"),
    ] {
        let claim = claim(name, address, "Your verification code");
        assert_eq!(claim.strength, Strength::Strong, "{address}");
        assert!(matches!(claim.relation, HostRelation::Unrelated | HostRelation::Lookalike), "{address}");
    }
    // no claim of anybody who has such a name as a label
    assert!(claim("Jo Roe", "jo@chase.mailbox.example", "Lunch?").strength < Strength::Strong);
}

#[test]
fn where_the_provider_itself_sends_from_no_customer_does() {
    for (name, address) in [
        ("Amazon Web Services", "no-reply@login.awsapps.com"),
        ("Google Docs", "noreply@docs.google.com"),
        ("Dropbox", "no-reply@dropboxpartners.com"),
        ("ING", "bilgi@mailing.ing.com.tr"),
    ] {
        assert_eq!(claim(name, address, "Your code").relation, HostRelation::SameOrganisation, "{address}");
    }
    for (name, address) in [
        ("Amazon Web Services", "no-reply@contoso.awsapps.com"),
        ("Amazon Web Services", "no-reply@evil.login.awsapps.com.evil.example"),
        ("Google", "no-reply@sites.google.com"),
        ("Dropbox", "no-reply@dropboxsecurity.example"),
    ] {
        assert_ne!(claim(name, address, "Your code").relation, HostRelation::SameOrganisation, "{address}");
    }
}

#[test]
fn a_host_that_many_firms_send_from_tells_nothing_against_one_of_them() {
    let survey = claim("Airbnb", "noreply@express.medallia.com", "How was your stay?");
    assert_eq!((id(&survey), survey.strength), ("airbnb", Strength::Weak));
    // nor does it tell anything for it, and only the firm that sends from there has that host
    assert_ne!(survey.relation, HostRelation::SameOrganisation);
    assert_eq!(claim("Google", "noreply@withgoogle.com", "Google I/O").strength, Strength::Weak);
    assert_eq!(claim("PayPal", "noreply@express.medallia.com", "Your code").strength, Strength::Strong);
    assert_eq!(claim("Airbnb", "noreply@medallia.example", "Your code").strength, Strength::Strong);
    assert!(claim("Contoso Hotels", "survey@express.medallia.com", "How was your stay?").provider.is_none());
}

#[test]
fn a_personal_mailbox_is_never_the_provider() {
    for (name, address) in [
        ("Google", "google.team@gmail.com"),
        ("Microsoft account team", "account-security-noreply@outlook.com"),
        ("Microsoft", "security@hotmail.com"),
        ("Microsoft", "security@live.com"),
        ("Apple ID", "appleid@icloud.com"),
        ("Apple ID", "appleid@me.com"),
        ("PayPal", "service@yahoo.com"),
    ] {
        assert_eq!(claim(name, address, "").relation, HostRelation::PersonalMailbox, "{address}");
    }
    let plain = claim("Jo", "jo@gmail.com", "Hi");
    assert_eq!((plain.provider.is_none(), plain.relation), (true, HostRelation::None));
}

#[test]
fn a_masking_service_is_a_forwarder() {
    for address in ["service_at_paypal.com_jo@duck.com", "x@privaterelay.appleid.com", "abc@mozmail.com"] {
        assert_eq!(claim("PayPal", address, "").relation, HostRelation::Forwarder, "{address}");
    }
}

#[test]
fn a_tenant_of_the_providers_hosting_is_not_the_provider() {
    let claim = claim("Microsoft account team", "noreply@evil.onmicrosoft.com", "");
    assert_eq!((claim.relation, claim.likeness), (HostRelation::Unrelated, None));
}

#[test]
fn an_exact_sender_keeps_its_provider_whatever_name_a_third_party_gave() {
    for (name, address, provider, slot) in [
        ("Microsoft on behalf of PayPal", "msonlineservicesteam@microsoftonline.com", "microsoft", Slot::DisplayName),
        ("PayPal", "notifications@github.com", "github", Slot::DisplayName),
        ("Amazon", "comments-noreply@docs.google.com", "google", Slot::Note),
    ] {
        let claim = claim(name, address, "");
        assert_eq!((id(&claim), claim.relation), (provider, HostRelation::Allowed), "{name}");
        assert!(claim.sender.is_some_and(|sender| sender.third_party_text), "{name}");
        assert!(claim.service.is_some_and(|service| service.slots.contains(&slot)), "{name}");
    }
}

#[test]
fn disguises_are_told() {
    let greek = claim("\u{39c}icrosoft", "a@evil.example", "");
    assert!(greek.disguised && greek.mixed_scripts && !greek.invisible);
    let digit = claim("Micros0ft", "a@evil.example", "");
    assert!(digit.disguised && !digit.mixed_scripts);
    let hidden = claim("Micro\u{200b}soft", "a@evil.example", "");
    assert!(hidden.disguised && hidden.invisible);
    let turned = claim("Jo", "jo@mailbox.example", "txt\u{202e}cod.exe");
    assert!(turned.invisible && !turned.disguised);
    let plain = claim("Microsoft account team", "a@evil.example", "");
    assert!(!plain.disguised && !plain.invisible && !plain.mixed_scripts);
    let genuine = claim("Microsoft アカウント チーム", "a@evil.example", "");
    assert!(!genuine.disguised);
}

/// The id of the event that a message which calls itself this reports.
fn event(display_name: &str, subject: &str, text: Option<&str>) -> Option<&'static str> {
    let identity = Identity { display_name, address: "a@host.example", host: "host.example", subject, text };
    identify(&identity).event.map(|event| event.id)
}

#[test]
fn events_are_told_by_subject_or_text_in_several_languages() {
    for (id, subject, expected) in [
        ("microsoft", "Your single-use code", "microsoft.sign_in_code"),
        ("microsoft", "Code de sécurité du compte Microsoft", "microsoft.sign_in_code"),
        ("microsoft", "Contoso account email verification code", "microsoft.tenant_code"),
        ("microsoft", "Contoso 계정 이메일 인증 코드", "microsoft.tenant_code"),
        ("microsoft", "连接到 Microsoft 帐户的新应用", "microsoft.security_info_changed"),
        ("google", "Security alert", "google.security_alert"),
        ("amazon", "Verify your new Amazon account", "amazon.new_account"),
        ("github", "[GitHub] Please verify your device", "github.device_verification"),
        ("meta", "FB-12345 is your Facebook confirmation code", "meta.facebook_new_account"),
    ] {
        assert_eq!(event(provider(id).name, subject, None), Some(expected), "{subject}");
    }
    let code = "Your single-use code is: 123456";
    assert_eq!(event("Microsoft", "Hello", Some(code)), Some("microsoft.sign_in_code"));
    assert_eq!(event("Microsoft", "Minutes of the meeting", None), None);
}

#[test]
fn what_an_event_says_about_the_password_differs_by_provider() {
    for (id, event, expected) in [
        ("github", "github.device_verification", PasswordKnown::Yes),
        ("microsoft", "microsoft.sign_in_code", PasswordKnown::NotConfirmed),
        ("microsoft", "microsoft.tenant_code", PasswordKnown::No),
        ("amazon", "amazon.new_account", PasswordKnown::NotInvolved),
        ("meta", "meta.instagram_reset", PasswordKnown::No),
    ] {
        let kind = provider(id).events.iter().find(|kind| kind.id == event).expect("an event of the data");
        assert_eq!(kind.password_known, expected, "{event}");
    }
}

#[test]
fn the_report_carries_the_claim_and_its_event() {
    let report = claim("Amazon", "account-update@amazon.com", "Verify your new Amazon account").report();
    assert_eq!(report.provider.as_deref(), Some("amazon"));
    assert_eq!(report.service.as_deref(), Some("Amazon account"));
    assert_eq!(report.host, HostRelation::Allowed);
    assert_eq!(report.event.map(|event| event.id).as_deref(), Some("amazon.new_account"));
}

#[test]
fn a_host_on_the_providers_name_may_still_lead_anywhere() {
    for (id, host, expected) in [
        ("microsoft", "account.live.com", LinkHost::Own),
        ("microsoft", "go.microsoft.com", LinkHost::Open),
        ("microsoft", "aka.ms", LinkHost::Open),
        ("microsoft", "contoso.sharepoint.com", LinkHost::Open),
        ("google", "myaccount.google.com", LinkHost::Own),
        ("google", "sites.google.com", LinkHost::Open),
        ("paypal", "paypal.com.evil.example", LinkHost::Other),
        ("x", "t.co", LinkHost::Open),
    ] {
        assert_eq!(link_host(provider(id), host), expected, "{host}");
    }
}

#[test]
fn only_the_services_own_signing_domains_sign_for_it() {
    let claim = claim("", "no-reply@accounts.google.com", "");
    let google = provider("google");
    assert!(signs(google, claim.service, "Accounts.google.com"));
    assert!(!signs(google, claim.service, "appsheet.com"));
    assert!(signs(google, None, "appsheet.com"));
    assert!(!signs(google, None, "gmail.com"));
    assert!(!signs(google, None, "evil.accounts.google.com"));
}

#[test]
fn the_knowledge_is_whole() {
    assert_eq!(KNOWLEDGE_DATE, "2026-11-21");
    for provider in PROVIDERS {
        assert!(!provider.paths.is_empty() && !provider.events.is_empty() && !provider.domains.is_empty());
        for domain in provider.domains {
            let whole = domain::registrable(domain).is_some_and(|registrable| domain::is_under(domain, registrable));
            assert!(whole, "{domain} is no public suffix");
        }
        for service in provider.services {
            assert!(!service.signing.is_empty(), "{} {}", provider.id, service.id);
            for sender in service.senders {
                assert!(!MAILBOXES.contains(&sender.host), "{}", sender.host);
                let signed = service.signing.iter().any(|domain| domain::aligned(domain, sender.host));
                assert!(signed, "{} has a signing domain that is aligned", sender.host);
            }
        }
    }
    assert!(SERVICE_WORDS.is_sorted_by(|a, b| a.len() >= b.len()));
    assert!(TELLING_WORDS.iter().all(|word| SERVICE_WORDS.contains(word)));
}

#[test]
fn a_display_name_of_a_megabyte_is_answered() {
    let long = "microsoft team ".repeat(70_000);
    assert_eq!(id(&claim(&long, "a@evil.example", &long)), "microsoft");
    assert_eq!(id(&claim(&"m ".repeat(500_000), &"a.".repeat(100_000), "")), "");
}

proptest! {
    #[test]
    fn no_identity_makes_a_panic(name in ".{0,80}", address in ".{0,80}", host in ".{0,80}", subject in ".{0,80}") {
        let claim = identify(&Identity {
            display_name: &name, address: &address, host: &host, subject: &subject, text: Some(&subject),
        });
        prop_assert_eq!(claim.provider.is_none(), claim.strength == Strength::None);
        prop_assert_eq!(claim.provider.is_none(), claim.signs.is_empty());
    }

    #[test]
    fn pieces_of_names_and_hosts_make_no_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "microsoft", "paypal", "x", "1", "0", " ", ".", "-", "@", "com", "xn--", "\u{200b}", "rn", "vv", "帐户", "team", "é",
            ]),
            0..24,
        ),
    ) {
        let text = pieces.concat();
        let host = domain::to_ascii(text.rsplit('@').next().unwrap_or_default());
        let claim = identify(&Identity { display_name: &text, address: &text, host: &host, subject: &text, text: None });
        prop_assert!(claim.strength != Strength::None || claim.relation == HostRelation::None);
    }
}
