//! What mail may ask for, by who sends it: the same words are ordinary in one mail and the attack in another.

mod support;

use header_verdict::report::{ContentVerdict, Label, Report};
use header_verdict::{Options, analyze};
use support::mail::*;

use Label::{GenuineSender, GenuineSenderHostileContent, HostileRequest, NotConfirmed};

/// A mail that passed every check for the host of its From, as Gmail hands it over.
fn mail(from: &str, subject: &str, text: &str) -> Report {
    let host = from.rsplit('@').next().unwrap_or_default().trim_end_matches('>');
    let mail = format!("From: {from}\nTo: jo@mailbox.example\nSubject: {subject}\n\n{text}\n");
    judge(&joined(&gmail_pass(host), &mail), &[])
}

fn label(from: &str, subject: &str, text: &str) -> Label {
    mail(from, subject, text).verdict.label
}

#[test]
fn a_person_who_bears_or_names_a_providers_name_may_give_a_telephone_number() {
    for (from, text) in [
        ("Chase Turner <chase@firm.example>", "Shall we meet on Monday? Call me at (212) 555-0142."),
        ("Max Beispiel (Google) <max@mailbox.example>", "Bitte rufen Sie mich an: +49 30 5555 0100"),
        ("Apple Orchard Inn <desk@orchard-inn.example>", "To book, call 1-800-555-0142."),
        ("Al <al@microsoft.com>", "Call me at +1 425 555 0142 when you are back."),
        ("Steam Gift Corner <shop@gift-corner.example>", "Buy gift cards for the holidays."),
        (
            "Facebook Ads Digest <news@digest.example>",
            "Confirm your account by clicking https://digest.example/c the link.",
        ),
    ] {
        assert_eq!(label(from, "Hello", text), NotConfirmed, "{from}");
    }
    // whoever presents itself as the provider from elsewhere is no such person
    let own = mail("PayPal Support <desk@firm.example>", "Hello", "Call us at +1 888 555 0142.");
    assert_eq!(own.verdict.content, ContentVerdict::Hostile);
    assert_eq!(own.verdict.label, Label::Forged);
}

#[test]
fn a_bank_may_say_whom_to_call_in_its_own_mail() {
    let text = "Your code is 482913. If you did not request it, call us at 1-800-555-0142.";
    let report = mail("Chase <no.reply.alerts@chase.com>", "Your one-time code", text);
    assert_eq!(report.verdict.label, GenuineSender, "{:?}", ids(&report));
    assert!(ids(&report).contains(&"content.request_mention"), "{:?}", ids(&report));
    // from one of its other hosts it is not confirmed, and no attack for that
    let text = "Use 482913 to sign in. If you did not request it, call us at 1-800-555-0142.";
    assert_eq!(label("Wells Fargo <alerts@mail.wellsfargo.com>", "Your code", text), NotConfirmed);
    // a number in a place that strangers fill is theirs
    let greeting = "Hi call 1-800-555-0142 now,\nYour code is 482913.";
    assert_eq!(label("Robinhood <noreply@robinhood.com>", "Your code", greeting), GenuineSenderHostileContent);
}

#[test]
fn another_author_is_named_only_where_a_place_for_one_was_found() {
    let code = "Read the code 482913 to our support agent.";
    let report = mail("Chase <no.reply.alerts@chase.com>", "Your one-time code", code);
    assert_eq!(report.verdict.label, GenuineSenderHostileContent);
    assert_eq!(report.verdict.headline.id, "headline.hostile_request");
    let tenant = "Microsoft on behalf of Call 1-888-555-0142 <msonlineservicesteam@microsoftonline.com>";
    let report = mail(tenant, "Account email verification code", "Your code is: 482913");
    assert_eq!(report.verdict.label, GenuineSenderHostileContent);
    assert_eq!(report.verdict.headline.id, "headline.genuine_hostile");
}

#[test]
fn a_providers_own_number_is_no_strangers_lure_in_the_mail_that_strangers_write_in() {
    let note = |number: &str| {
        let text = format!("Your PayPal code is: 482913\n\nIf you did not ask for it, call us at {number}.");
        label("PayPal <service@paypal.com>", "Your PayPal security code", &text)
    };
    assert_eq!(note("+1 (888) 221-1161"), GenuineSender);
    assert_eq!(note("888-221-1161"), GenuineSender);
    for foreign in ["+1 (888) 221-1162", "+44 888 221 1161", "221-1161 or (888) 555-0142"] {
        assert_eq!(note(foreign), GenuineSenderHostileContent, "{foreign}");
    }
}

/// What is said of a text without a header section, such as a text message.
fn label_of_text(text: &str) -> Label {
    analyze(text.as_bytes(), &Options::default()).verdict.label
}

#[test]
fn a_call_about_a_payment_that_the_reader_is_to_disown_is_the_attack_whoever_asks_for_it() {
    for text in [
        "Your Netflix membership renewed for $489.00. If you did not make this payment, call 1-888-555-0142.",
        "PayPal: 489.00 USD were sent to Contoso. Not you? Dial +1 (888) 555-0142.",
        "Microsoft noticed a sign-in from abroad.\n\nIf this wasn't you, call 888-555-0142 at once.",
        "Your order at Amazon Prime is on its way. To cancel it, call +1 888 555 0142.",
        "Call (888) 555-0142 if you don't recognize this charge.\n\nChase account services",
        "Ihr PayPal-Konto wurde mit 489,00 EUR belastet. Wenn Sie das nicht waren, rufen Sie an: +49 30 5555 0100",
        "Se cobraron 489 € en su cuenta de PayPal. Si no reconoce el cargo, llame al +34 900 555 010.",
        "Votre compte PayPal a été débité de 489 €. Pour annuler, appelez le +33 1 99 00 55 01.",
        "Foram debitados R$ 489 da sua conta PayPal. Se não foi você, ligue para +55 11 5555 0100.",
        "PayPal: addebito di 489 €. Se non lo ha autorizzato, chiami +39 02 5550 1000.",
        "Er is € 489 van uw PayPal-rekening betaald. Was u dit niet, of om te annuleren: bel +31 20 555 0100.",
        "PayPalで48,900円が請求されました。心当たりがない場合は 050-5555-0100 にお電話ください。",
        "您的PayPal账户被扣款489美元。如非本人操作，请致电 +86 10 5555 0100。",
    ] {
        assert_eq!(label_of_text(text), HostileRequest, "{text}");
        let unrelated = mail("Billing <billing@firm.example>", "Invoice", text);
        assert_eq!(unrelated.verdict.content, ContentVerdict::Hostile, "{text}");
    }
}

#[test]
fn a_call_to_disown_a_payment_is_found_in_text_that_only_some_programs_show() {
    let call = "Your PayPal account was charged $489.00. If you did not make this payment, call 1-888-555-0142.";
    let body = format!("<p>Hello</p><div style='display:none'>{call}</div>");
    assert_eq!(html("Billing <billing@firm.example>", "Invoice", &body).verdict.label, HostileRequest);
}

#[test]
fn a_number_in_a_receipt_or_in_a_persons_words_is_no_call_to_disown_anything() {
    for text in [
        "Thank you for your order of $20.00, paid with PayPal. Questions? Call us at +1 402-555-0142.",
        "You did not miss much at the Google office. Call me at +1 650-555-0142.",
        "If you did not order this pizza, call us at +1 402-555-0142. Total: $20.00.",
        "Your code is 482913. If you did not request it, call Bank of America at 1-800-432-1000.",
        "To cancel the appointment call 1-800-555-0142. Apples are at the desk.",
        "I am away, in urgent cases call +49 30 5555 0142.\n\n> Your PayPal code. If you did not ask for it, call us at 1 888 221 1161.",
    ] {
        assert_eq!(label_of_text(text), NotConfirmed, "{text}");
        assert_eq!(label("Contoso <shop@contoso.example>", "Your order", text), NotConfirmed, "{text}");
    }
}

/// A mail as HTML.
fn html(from: &str, subject: &str, body: &str) -> Report {
    let host = from.rsplit('@').next().unwrap_or_default().trim_end_matches('>');
    let head =
        format!("From: {from}\nTo: jo@mailbox.example\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n");
    judge(&joined(&gmail_pass(host), &[&head, "\n", body, "\n"].concat()), &[])
}

#[test]
fn what_stands_at_the_foot_of_ordinary_mail_leads_nobody_away() {
    let judged = |body: &str| {
        let body = format!("<p>Your Slack confirmation code is ABC-DEF</p>{body}");
        html("Slack <no-reply@slack.com>", "Slack confirmation code: ABC-DEF", &body).verdict
    };
    for foot in [
        "<a href='https://www.facebook.com/contoso'>f</a> <a href='https://x.com/contoso?s=1'>x</a>",
        "<a href='https://www.linkedin.com/company/contoso'>in</a> <a href='https://apps.apple.com/app/id1'>App</a>",
        "<a href='https://us-phishalarm-ewt.proofpoint.com/EWT/v1/abc'>Report suspicious</a>",
    ] {
        assert_eq!(judged(foot).label, GenuineSender, "{foot}");
    }
    for away in [
        "<a href='https://contoso.example/a'>Open</a>",
        "<a href='https://www.facebook.com/groups/1/posts/2'>Open</a>",
        "<a href='https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fcontoso.example'>in</a>",
        "<a href='https://x.com/login?next=https%3A%2F%2Fcontoso.example'>x</a>",
        "<a href='https://facebook.com.contoso.example/contoso'>f</a>",
        "<a href='https://contoso.example/'>https://www.facebook.com/slack</a>",
        "<a href='https://phishalarm-ewt.proofpoint.com.contoso.example/'>Report</a>",
    ] {
        assert_eq!(judged(away).label, GenuineSenderHostileContent, "{away}");
    }
}

#[test]
fn a_link_to_sign_in_is_hostile_only_beside_one_that_leads_away() {
    let judged = |link: &str| {
        let body = format!("<p>Click the link to verify your account.</p><a href='{link}'>Open</a>");
        html("Epic Games <help@acct.epicgames.com>", "Verify your account", &body).verdict.content
    };
    assert_ne!(judged("https://www.instagram.com/contoso"), ContentVerdict::Hostile);
    assert_eq!(judged("https://contoso.example/in"), ContentVerdict::Hostile);
}

#[test]
fn what_was_shared_is_no_lure_alone() {
    let text = "Anna shared a file with you.\n\nhttps://docs.google.com/document/d/1/edit";
    let from = "Anna (via Google Docs) <drive-shares-dm-noreply@google.com>";
    assert_eq!(label(from, "Document shared with you: Plan", text), GenuineSender);
    // but with a message of its own it is one
    let message = ["Your reward of this month is ready and waits for you. ".repeat(8).as_str(), text].concat();
    assert_eq!(label(from, "Document shared with you: Plan", &message), GenuineSenderHostileContent);
    let lure = [text, "\n\nOr https://contoso.example/plan"].concat();
    assert_eq!(label(from, "Document shared with you: Plan", &lure), GenuineSenderHostileContent);
}

#[test]
fn microsofts_code_is_expected_with_the_short_link_to_its_privacy_statement() {
    let judged = |link: &str| {
        let body = format!("<p>Your single-use code is: 482913</p><a href='{link}'>Privacy Statement</a>");
        let from = "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>";
        html(from, "Your single-use code", &body).verdict.content
    };
    assert_eq!(judged("https://go.microsoft.com/fwlink/?LinkID=1"), ContentVerdict::Expected);
    assert_eq!(judged("https://aka.ms/privacy"), ContentVerdict::Unknown);
    assert_eq!(judged("https://go.microsoft.com.contoso.example/fwlink/"), ContentVerdict::Unknown);
}

const TENANT: &str = "Microsoft on behalf of Contoso <msonlineservicesteam@microsoftonline.com>";

#[test]
fn a_number_in_the_name_of_an_organisation_is_a_lure_however_it_is_written() {
    let named = |name: &str| label(TENANT, &format!("{name} account email verification code"), "Your code is: 482913");
    for name in ["Paid, desk 18055550142", "Paid 1_805_555_0142", "Paid ٨٠٥ ٥٥٥ ٠١٤٢", "Paid ➊➑⓿➎ ➎➎➎ ⓿➊➍➋"]
    {
        assert_eq!(named(name), GenuineSenderHostileContent, "{name}");
    }
    for name in ["Contoso 2000", "Studio 54 GmbH", "3M 24/7"] {
        assert_eq!(named(name), GenuineSender, "{name}");
    }
}

#[test]
fn a_name_in_a_text_of_names_leads_to_no_other_address_or_number() {
    let signed = |name: &str| {
        let text = format!(
            "Thanks for verifying your jo@mailbox.example account!\n\nYour code is: 48291377\n\nSincerely,\n{name}"
        );
        label(TENANT, "Contoso account email verification code", &text)
    };
    for lure in [
        "Order paid, help 18055550142",
        "Mail desk@case-desk.example with your code",
        "Visit pay-safe.example",
        "Tell our desk your code",
    ] {
        assert_eq!(signed(lure), GenuineSenderHostileContent, "{lure}");
    }
    for name in
        ["Contoso", "Booking.com", "See https://privacy.microsoft.com/ or visit account.microsoft.com", "Fabrikam 2000"]
    {
        assert_eq!(signed(name), GenuineSender, "{name}");
    }
}

#[test]
fn a_lure_in_the_name_of_a_recipient_is_a_strangers() {
    let judged = |to: &str| {
        let from = "From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>\n";
        let mail = format!("{from}{to}\nSubject: Microsoft account security code\n\nYour code is 482913.\n");
        judge(&joined(&gmail_pass("accountprotection.microsoft.com"), &mail), &[])
    };
    for lure in [
        "To: \"PAYMENT 489 USD - NOT YOU? CALL 1 805 555 0142\" <jo@mailbox.example>",
        "To: Jo <jo@mailbox.example>, \"visit pay-safe.example\" <al@mailbox.example>",
        "To: jo@mailbox.example\nCc: \"Paid 489 USD\" <al@mailbox.example>",
    ] {
        let report = judged(lure);
        assert_eq!(report.verdict.label, GenuineSenderHostileContent, "{lure}");
        let row = report.ledger.iter().find(|row| row.id == "content.third_party_text").expect("a row");
        assert!(row.reason.text.contains("the name of the recipient"), "{}", row.reason.text);
    }
    for name in ["Jo Roe", "jo@mailbox.example", "Jo Roe (Contoso Ltd, Berlin)"] {
        assert_eq!(judged(&format!("To: \"{name}\" <jo@mailbox.example>")).verdict.label, GenuineSender, "{name}");
    }
    let number = judged("To: \"4915155550100\" <4915155550100@mailbox.example>");
    assert_eq!(number.verdict.label, GenuineSender);
}

#[test]
fn a_subject_of_the_providers_own_is_no_strangers_message() {
    let paypal = "PayPal <service@paypal.com>";
    for (from, subject) in [
        ("OpenAI <noreply@tm.openai.com>", "OpenAI - verify your email address"),
        ("Airbnb <automated@airbnb.com>", "Please verify your identity now"),
        (paypal, "You sent a $35.00 USD payment"),
        (paypal, "Sie haben 35,00 EUR an Fabrikam gesendet"),
        ("Stripe <notifications@stripe.com>", "[Reminder] Verify your Stripe account"),
        ("Reddit <noreply@redditmail.com>", "I won $500 and do not know what to do with all of it, any ideas?"),
    ] {
        assert_eq!(label(from, subject, "Hello."), GenuineSender, "{subject}");
    }
    for subject in [
        "You sent $489.00 USD, call 1-888-555-0142",
        "Verify your account at pay-safe.example",
        "Invoice from Contact us: https://pay-safe.example",
        "Rufen Sie an wegen 489 EUR",
    ] {
        assert_eq!(label(paypal, subject, "Hello."), GenuineSenderHostileContent, "{subject}");
    }
}

#[test]
fn the_number_of_a_shop_or_a_hotel_in_a_confirmation_is_a_detail() {
    for (from, text) in [
        ("Booking.com <noreply@booking.com>", "Your booking is confirmed.\n\nPhone: +39 06 5550 0142"),
        ("PayPal <service@paypal.com>", "You paid 20,00 EUR to Contoso.\n\nsales@contoso.example\n+49 30 5550 0142"),
        ("eBay <ebay@ebay.com>", "Your order number 12-34567-89013 arrives on Tuesday."),
        ("Google Calendar <calendar-notification@google.com>", "Join by phone +49 40 5555 0142 PIN: 482 913"),
    ] {
        let report = mail(from, "Confirmed", text);
        assert_eq!(report.verdict.label, GenuineSender, "{from}: {:?}", ids(&report));
    }
    for (from, text) in [
        ("PayPal <service@paypal.com>", "Norton renewed for $489.00, helpdesk 1-888-555-0142"),
        ("PayPal <service@paypal.com>", "Money request.\nNote from Norton:\nDesk 1-888-555-0142"),
        ("Booking.com <noreply@booking.com>", "The hotel wrote: call us at +39 06 5550 0142 and pay"),
    ] {
        assert_eq!(label(from, "Confirmed", text), GenuineSenderHostileContent, "{text}");
    }
}

#[test]
fn gift_cards_by_their_codes_and_a_safe_account_are_asked_for_by_thieves_only() {
    for text in [
        "Your manager here. Get three gift cards, scratch them and take a picture.",
        "I need iTunes gift cards. Send me the codes.",
        "Move your money to a safe account at once.",
        "Kaufen Sie Geschenkkarten und schicken Sie mir die Codes.",
        "Überweisen Sie alles auf ein sicheres Konto.",
        "Transfiera el dinero a una cuenta segura.",
        "Virez votre argent vers un compte sécurisé.",
        "Transfira o dinheiro para uma conta segura.",
        "Trasferisca i fondi su un conto sicuro.",
        "Przelej oszczędności na bezpieczne konto.",
    ] {
        assert_eq!(label_of_text(text), HostileRequest, "{text}");
        assert_eq!(label("The boss <boss@firm.example>", "Quick", text), HostileRequest, "{text}");
    }
    for text in [
        "Buy a $50 gift card and get 10% off.",
        "We will never ask you to move money to a safe account.",
        "Überweisen Sie nie Geld auf ein sicheres Konto.",
        "The gift card code is below. We will send you the receipt.",
        "Keep your account safe and secure.",
        "Wir bitten Sie nie, Geld auf ein sicheres Konto zu überweisen.",
        "Nigdy nie prosimy, aby przelać pieniądze na bezpieczne konto.",
    ] {
        assert_eq!(label_of_text(text), NotConfirmed, "{text}");
    }
}
