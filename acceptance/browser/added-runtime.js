document.body.style.background = '#d62728';
