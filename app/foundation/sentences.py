"""What people are told when something is refused: a sentence for each key, by the room that refuses."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    # Everywhere
    "not_found": _l("The address may be mistyped, or the page is not open to you."),
    "not_allowed": _l("You may read this, but this step is for others to take."),
    "own_organisation": _l("You belong to this organisation, so another moderator has to decide here."),
    "changed_meanwhile": _l("Someone else changed this while you were writing."),
    "moved_on": _l("This has moved on meanwhile, and the step is no longer possible."),
    "reason_missing": _l("Write the reason."),
    "busy": _l("Many people are writing just now. Send it again in a moment."),
    "filters_wrong": _l(
        "The address narrows by what is no day or is on no list. Take the table from its page."
    ),
    "form_expired": _l("This form had expired. Open its page again, copy your words into it, and send it."),
    "wrong_method": _l("This page exists, but it does not take what was sent to it."),
    "too_large": _l(
        "That is too large: a file may have 10 MB, a text 2 MB, and all of it together 64 MB."
        " Send fewer or smaller files."
    ),
    "too_many_tries": _l("That was too often in a short time. Wait a little, then try again."),
    "not_understood": _l("What your browser sent could not be understood."),
    "being_made": _l("This file is being made just now. Ask for it again in a moment."),
    "not_printed": _l("No PDF could be made of this just now. You can read all of it on its page."),
    "letters_missing": _l(
        "The fonts of our PDFs do not have all letters that are needed here, and we print no empty boxes."
        " Print the page itself: your own device has more letters."
    ),
    "unknown_zone": _l("“%(zone)s” is not a time zone. Choose one such as Europe/Berlin."),
    # Files
    "file_missing": _l("Choose a file first, then add it."),
    "file_empty": _l("The file is empty. Choose it again, or another one."),
    "file_too_large": _l(
        "The file is larger than %(limit)s MB. Make it smaller, or send it in parts of at most %(limit)s MB."
    ),
    "file_kind": _l(
        "Files of this kind cannot be taken. Send a PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG file."
    ),
    "file_not_what_it_says": _l(
        "The content of the file is not what its name says. Open it, save it anew in the kind you want, "
        "and send that."
    ),
    "file_macros": _l("The file holds macros. Save it without them, as .docx or .xlsx, and send that."),
    "file_bomb": _l(
        "The file unpacks to more than we can open: at most 2,000 parts, 200 MB, or a picture of 40 million "
        "pixels. Make it smaller and send that."
    ),
    "file_broken": _l("The file is damaged and cannot be opened. Save it anew and send that."),
    "file_active": _l(
        "The file runs something by itself, carries another file, or fetches something from elsewhere. "
        "Save it without these, or export it as a plain PDF, and send that."
    ),
    "file_locked": _l("The file is protected by a password. Save it without one and send that."),
    "file_not_utf8": _l(
        "The table is not in UTF-8. In your program choose “CSV UTF-8” when you save it, and send that."
    ),
    # Files of courses
    "zip_broken": _l(
        "This is no ZIP file, or it is damaged. Pack the folder of the course anew and send that."
    ),
    "zip_locked": _l("The ZIP is protected by a password. Pack it without one and send that."),
    "zip_packing": _l(
        "The ZIP is packed in a way that is not opened here. Pack it as a plain ZIP and send that."
    ),
    "zip_too_many": _l(
        "The ZIP holds more than %(limit)s files. Send one course at a time, and only its files."
    ),
    "zip_too_large": _l(
        "The ZIP unpacks to more than a course may be: at most %(limit)s MB, %(one)s MB for each file, and"
        " %(ratio)s times its own size. Send only the files of the course."
    ),
    "zip_path": _l(
        "“%(name)s” in the ZIP leads out of its folder, or is no name that a file of a course has. Pack the"
        " folder of the course anew and send that."
    ),
    "zip_link": _l(
        "“%(name)s” in the ZIP is a link to something else and no file. Put the file itself in its place."
    ),
    "zip_twice": _l("“%(name)s” stands twice in the ZIP. Keep one of the two and pack it anew."),
    "zip_nested": _l("“%(name)s” is a ZIP within the ZIP. Unpack it, and send one course at a time."),
    "zip_not_utf8": _l(
        "A name in the ZIP is not in UTF-8. Files of a course are named with small letters, digits and -."
    ),
    "zip_no_course": _l(
        "No course.toml lies at the top of the ZIP, or in its only folder. Pack the folder of one course."
    ),
    "course_name": _l(
        "“%(name)s” is no name for a course. Write one of small letters, digits and -, at most 60 signs."
    ),
    "course_name_taken": _l("“%(name)s” is the address of another page. Write another name for the course."),
    "course_has_faults": _l(
        "The files no longer fit the platform: something that they name has changed since. Send the ZIP again"
        " to see what."
    ),
    "course_changed_meanwhile": _l(
        "The course was changed meanwhile, so what you were shown is no longer what would change. Look again."
    ),
    "upload_over": _l("This ZIP was taken in already, or it waited too long. Send it again if it is needed."),
    # Accounts: the entrance, one's own, and the people
    "sign_in_failed": _l("This e-mail address and this password do not belong together."),
    "not_that_password": _l("This is not the password you chose when you registered."),
    "password_wrong": _l("This is not your password."),
    "link_spent": _l("This link was used already, or it is too old."),
    "code_wrong": _l("This code is not right, or it was used already. Wait for the next one."),
    "recovery_code_wrong": _l(
        "This is not a recovery code of yours, or it was used already. Use another line of your newest list."
    ),
    "offer_renewed": _l(
        "The key of this page is no longer valid, so here is a new one. Delete the old entry from your app, "
        "scan the new square, and enter the code that the app shows then."
    ),
    "no_factor": _l("There is no second factor yet."),
    "factor_required": _l("Your role asks for a second factor. You can replace it, but not remove it."),
    "tried_too_often": _l("There were too many tries. Wait %(minutes)s min, then try again."),
    "confirm_first": _l("Confirm your e-mail address first, with the link in the letter we sent you."),
    "reach_missing": _l("Say for which country or body."),
    "role_held": _l("The person holds this role already."),
    "last_administrator": _l("The platform needs an administrator. Give the role to another person first."),
    "not_your_own": _l("Another administrator has to do this for you."),
    # Organisations: applying, the letter, and the members
    "name_taken": _l(
        "An organisation of this name, or of one that looks like it, is registered. If it is yours, ask one "
        "of its owners to invite you. If not, write to the Secretariat."
    ),
    "name_unreadable": _l("Write a name with letters, so that people can read it."),
    "too_many_applications": _l(
        "%(limit)d of your applications wait for a decision. Wait for one before you apply again."
    ),
    "letter_has_ended": _l("The authority letter has ended. The organisation needs to hand in a new one."),
    "letter_still_valid": _l("The authority letter is still valid. To stop the organisation, suspend it."),
    "owners_only": _l("Only owners of the organisation can do this. Ask one of them."),
    "last_owner": _l("An organisation needs an owner. Make another person owner first."),
    "not_inviting": _l("The organisation cannot take in members now. Its owners know why."),
    "already_member": _l("This person is a member already. You can change their role."),
    "already_invited": _l("This address is invited already. You can send the letter again."),
    "already_yours": _l("You are a member of this organisation already."),
    "invited_today": _l("This invitation was made within the last day. Wait a day before you send it again."),
    "invited_often": _l("This address was invited three times within a day. Try again tomorrow."),
    "too_many_invitations": _l("%(limit)d invitations are open or from today. Go on tomorrow."),
    "invitation_closed": _l(
        "This invitation was used, refused or withdrawn. Ask an owner of the organisation for a new one."
    ),
    "invitation_expired": _l("This invitation has ended. Ask the person who invited you to send it again."),
    # Meetings: agendas, and the documents' way
    "meeting_exists": _l("%(meeting)s is there already. Open it, or correct the number."),
    "meeting_has_documents": _l("Documents bear symbols with this meeting's number. It cannot be changed."),
    "meeting_unnamed": _l("Write the number of the meeting, or its place, or its days."),
    "meeting_in_use": _l("Something stands under this meeting, or a call names it, so it stays."),
    "meetings_not_loaded": _l("These meetings are not loaded yet: %(keys)s."),
    "item_in_use": _l("Something is filed under item %(number)s, or a call names it, so it stays."),
    "number_form": _l("%(number)s would be no number of an agenda item: shorten the new number."),
    "number_taken": _l(
        "%(number)s stands on the agenda already. Choose another number, or move that item first."
    ),
    "item_missing": _l("Choose an agenda item of this meeting."),
    "document_issued": _l("The document was issued already and stays on the record."),
    "translation_missing": _l(
        "No file is in another language yet. Add it first, or say that no translation is needed."
    ),
    "symbol_missing": _l("Write the symbol."),
    "symbol_form": _l("This is not a symbol of %(body)s. Correct it, or say that it has another form."),
    "symbol_zeros": _l("Write the numbers without zeros before them: %(symbol)s"),
    "symbol_taken": _l("%(symbol)s was given to another document meanwhile. Take the next one."),
    "outcome_where": _l("Say to whom it was referred, or in which text and paragraph it is reflected."),
    "outcome_reason": _l("Say why it was not taken up."),
    "follow_up_missing": _l("Write what was done."),
    "day_to_come": _l("This day is still to come. Write the day on which it happened."),
    "day_before_step": _l("The step before it was done on %(day)s. Write that day or a later one."),
    # Reports: calls and their templates
    "closes_before_it_opens": _l("The call closes before it opens. Correct one of the two times."),
    "call_is_over": _l("This call would be closed already. Choose a later time at which it closes."),
    "closing_has_passed": _l(
        "This time has passed. A call that is announced closes at a time still to come;"
        " to end it now, cancel it."
    ),
    "grace_has_passed": _l("Late reports are being taken now. Choose a time that is not over yet."),
    "call_has_opened": _l("The call is open already. It cannot open later than now."),
    "call_stays_cancelled": _l("This call is cancelled, and stays as it is. Prepare a new one."),
    "unknown_meeting": _l("There is no such meeting. Choose one from the list."),
    "item_of_another_meeting": _l("This agenda item belongs to another meeting. Choose one of this meeting."),
    "call_is_announced": _l(
        "Organisations may be answering already: meeting, template and rehearsal stay as they are."
        " Cancel the call and prepare another one."
    ),
    "call_has_no_template": _l("Choose the report template first, then announce the call."),
    "call_not_open": _l("The call is not open yet. Its page says when it opens."),
    "call_closed": _l(
        "The call has closed. Your draft is kept: copy what you want to use again into a report to the next"
        " call, or ask the Secretariat for advice."
    ),
    "call_cancelled": _l("The call was cancelled; its page says why. Your draft is kept."),
    "template_changed": _l("Version %(version)s of “%(name)s” is loaded already, with other words."),
    # Reports: how they are written, and how decided
    "organisation_not_verified": _l(
        "Only verified organisations submit reports. The page of the organisation says what is missing."
    ),
    "not_for_governments": _l("This call asks civil society only. Another call may be open to governments."),
    "enough_practice": _l("You have %(most)s practice reports. Delete one of them first."),
    "report_not_open": _l(
        "This report was submitted, so its words are fixed. If it is returned to you, you can write again."
    ),
    "names_in_doubt": _l("Whom the report names needs a decision first. Its review page says why."),
    "published_stays": _l(
        "A published report cannot be withdrawn by its authors. Write to the Secretariat if it must not stay."
    ),
    "report_incomplete": _l("Some answers are missing or need correcting. Everything you wrote is kept."),
    "too_many_rows": _l("There can be no more rows than these. Remove one first."),
    "too_many_files": _l("A report carries at most %(most)s files. Remove one first."),
    "text_too_long": _l("This text is longer than 20,000 characters. Shorten it, or attach it as a file."),
    "remark_missing": _l("Write the remark."),
    "remark_was_sent": _l("The authors have this remark already, so it stays as it is."),
    "due_in_the_past": _l("Choose a day after today."),
    # Learning: answers to questions
    "answer_missing": _l("Give an answer first."),
    "answer_incomplete": _l("Choose something in every row first."),
    "answer_place_twice": _l("Two of these have the same place. Give each a place of its own."),
    "answer_no_number": _l("Write a number in figures, such as 12 or 4.5."),
    "answer_unknown": _l("This is none of the answers. Choose one of those shown."),
    "certificate_unknown": _l(
        "No certificate has this serial. Type it as it is printed: CMS, the year, and twice four letters or "
        "figures, such as CMS-2026-7KQ4-M2XR."
    ),
    "badge_unreadable": _l(
        "This is no badge. Choose the file as you got it, or paste all of its text: it begins with eyJ."
    ),
    "badge_forged": _l(
        "This badge is not genuine: it was not signed here, or somebody has changed it since."
        " Do not rely on it."
    ),
    "badge_without_certificate": _l("This badge was signed here, but its certificate is no longer kept."),
    "certificate_not_earned": _l(
        "You get a certificate when you have passed the course."
        " Its page says how many right answers it takes."
    ),
    "question_changed": _l(
        "This question was changed while you had it open, so your answer was not taken. Here is the new one."
    ),
}

HEADINGS = {  # of what is at odds with how things stand; others are told that the step is not possible now
    "changed_meanwhile": _l("This has changed meanwhile"),
    "moved_on": _l("This has moved on meanwhile"),
    "certificate_unknown": _l("There is no such certificate"),
    "certificate_not_earned": _l("The course is not passed yet"),
    "badge_forged": _l("Not genuine"),
    "badge_without_certificate": _l("Its certificate is no longer kept"),
    "call_stays_cancelled": _l("This call is cancelled"),
    "published_stays": _l("The report is published"),
    "last_owner": _l("This is the last owner"),
    "last_administrator": _l("This is the last administrator"),
    "role_held": _l("The role is held already"),
    "already_yours": _l("You belong here already"),
    "invitation_closed": _l("This invitation is no longer open"),
    "invitation_expired": _l("This invitation has ended"),
}
